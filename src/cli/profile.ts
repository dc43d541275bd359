import type { HowFar } from '../index.js';
import { complain } from './output.js';

/** What one stage of a run took. */
export interface StageCost {
  readonly stage: string;
  /** Elapsed. Units: seconds. */
  readonly wall: number;
  /** Of all threads of the process, the engine's among them; more than `wall` where several worked. Units: seconds. */
  readonly cpu: number;
  /** Rows of the tables that the engine made in it. */
  readonly rows: number;
  /** Tables that were found in the cache rather than made. */
  readonly cached: number;
  /** The most memory that the process had up to the end of the stage. Units: bytes. */
  readonly peakMemory: number;
}

/** Measures the stages as they happen: each lasts until the next one begins. */
export interface Profile {
  readonly stage: (name: string, far?: HowFar) => void;
  /** Each stage once, in the order in which they were first seen. */
  readonly done: () => readonly StageCost[];
}

/** Where time, work and memory are read. Tests give their own. */
export interface Meters {
  /** Units: milliseconds, from any beginning. */
  readonly clock: () => number;
  /** Units: microseconds, from any beginning. */
  readonly cpu: () => number;
  /** Units: kibibytes. */
  readonly peak: () => number;
}

const PROCESS: Meters = {
  clock: () => performance.now(),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  peak: () => process.resourceUsage().maxRSS,
};

/** @param first What happens before the first stage is named. */
export function profile(first: string, { clock, cpu, peak }: Meters = PROCESS): Profile {
  const costs = new Map<string, { wall: number; cpu: number; rows: number; cached: number; peak: number }>();
  let [name, at, worked] = [first, clock(), cpu()];
  let counted = { rows: 0, cached: 0 };
  const close = (rows: number, cached: number): void => {
    const cost = costs.get(name) ?? { wall: 0, cpu: 0, rows: 0, cached: 0, peak: 0 };
    const [now, work] = [clock(), cpu()];
    costs.set(name, {
      wall: cost.wall + now - at,
      cpu: cost.cpu + work - worked,
      rows: cost.rows + rows,
      cached: cost.cached + cached,
      peak: peak(),
    });
    [at, worked] = [now, work];
  };
  return {
    stage: (next, far) => {
      // What the steps so far have made is told when the next one begins; a plan of its own begins again at none.
      const { rows, cached } = far ?? { rows: 0, cached: 0 };
      close(Math.max(0, rows - counted.rows), Math.max(0, cached - counted.cached));
      counted = { rows, cached };
      name = next;
    },
    done: () => {
      close(0, 0);
      return [...costs].map(([stage, cost]) => ({
        stage,
        wall: seconds(cost.wall / 1000),
        cpu: seconds(cost.cpu / 1_000_000),
        rows: cost.rows,
        cached: cost.cached,
        peakMemory: cost.peak * 1024,
      }));
    },
  };
}

const seconds = (exact: number): number => Math.round(exact * 1000) / 1000;

/** The costs as a table, with their sum at the end. */
export function profileText(costs: readonly StageCost[]): string {
  const width = Math.max(...costs.map(({ stage }) => stage.length), 'all stages'.length);
  const sum = (of: (cost: StageCost) => number): number => costs.reduce((all, cost) => all + of(cost), 0);
  const found = sum(({ cached }) => cached);
  const line = (stage: string, wall: string, cpu: string, rows: string, cached: string, memory: string): string =>
    `${stage.padEnd(width)}${wall.padStart(9)}${cpu.padStart(9)}${rows.padStart(12)}${found === 0 ? '' : cached.padStart(9)}${memory.padStart(11)}`;
  const told = ({ stage, wall, cpu, rows, cached, peakMemory }: StageCost): string =>
    line(
      stage,
      wall.toFixed(2),
      cpu.toFixed(2),
      String(rows),
      String(cached),
      String(Math.round(peakMemory / 1_000_000)),
    );
  return [
    line('stage', 'wall s', 'CPU s', 'rows', 'cached', 'peak MB'),
    ...costs.map(told),
    told({
      stage: 'all stages',
      wall: sum(({ wall }) => wall),
      cpu: sum(({ cpu }) => cpu),
      rows: sum(({ rows }) => rows),
      cached: found,
      peakMemory: Math.max(...costs.map(({ peakMemory }) => peakMemory)),
    }),
  ].join('\n');
}

/** A command's stages, measured where that is asked for: what to call with each, and what to add to a summary at the end. */
export function measured(
  wanted: boolean | undefined,
  shown: (name: string, far?: HowFar) => void,
): { readonly stage: Profile['stage']; readonly told: (json: boolean) => { readonly profile?: readonly StageCost[] } } {
  if (wanted !== true) return { stage: shown, told: () => ({}) };
  const costs = profile('open project');
  return {
    stage: (name, far) => {
      costs.stage(name, far);
      shown(name, far);
    },
    told: (json) => {
      const all = costs.done();
      // It was asked for, however quiet the command is.
      if (!json) complain(profileText(all));
      return { profile: all };
    },
  };
}
