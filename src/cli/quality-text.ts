import type { SourceQuality } from '../node.js';

/** `12.5 %`, rounded down so that nothing that is missing is hidden behind a hundred. */
const share = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${Math.floor((part * 1000) / whole) / 10} %`;

/** The quality of one source's records in a line, without anything of a person. */
export function qualityText(quality: SourceQuality): string {
  const { records, duplicates, orphans, earliest, latest, without } = quality;
  const lacking =
    without === undefined
      ? []
      : Object.entries(without).map(([what, count]) => `${share(count, records)} without ${what}`);
  return [
    `${records} records`,
    `${duplicates} with an id that is there before`,
    `${orphans} of profiles that are not there`,
    ...(earliest === undefined || latest === undefined ? [] : [`from ${earliest} to ${latest}`]),
    ...lacking,
  ].join(', ');
}
