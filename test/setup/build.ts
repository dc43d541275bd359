import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds `dist` once per test run, without declarations, so that tests can start `node dist/cli/main.js` as users do.
 * A failed build leaves no `dist`: tests of the command then fail, the others still run, and nothing tests an older build.
 */
export default function build(): void {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/tsup/dist/cli-default.js', '--no-dts', '--no-clean', '--silent'],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status === 0) return;
  console.error('The build failed, so there is no command to test.');
  rmSync(`${root}/dist`, { recursive: true, force: true });
}
