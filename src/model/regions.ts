/** Countries of the European Union, ISO 3166-1 alpha-2. Source: Treaty on European Union Art. 52 (27 members). */
const EU: readonly string[] = [
  ...['AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU'],
  ...['MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'ES', 'SE'],
];

/** Countries of a region by its name. Source: EEA Agreement for the EEA. */
const regions: Readonly<Record<string, readonly string[]>> = { EU, EEA: [...EU, 'IS', 'LI', 'NO'] };

/** Whether a place, a country or a region by its name, lies in one of some regions. What is not known does not. */
export const liesIn = (place: string, allowed: readonly string[]): boolean =>
  allowed.includes(place) ||
  allowed.some((region) => Object.hasOwn(regions, region) && regions[region]?.includes(place) === true);
