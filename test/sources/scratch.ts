import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for the files of one test file, removed at its end. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'clearlist-sources-'));

  write(file: string, content: string | Uint8Array): string {
    writeFileSync(join(this.folder, file), content);
    return file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
