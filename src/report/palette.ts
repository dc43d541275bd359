/**
 * Colours of the page and its drawings, in light and in dark. Drawings are written in the light ones, so that they are
 * right wherever style sheets are not read; the style sheet replaces them where it is dark.
 */
export const palette = {
  ink: { light: '#18202c', dark: '#e8ecf2' },
  muted: { light: '#5a6577', dark: '#9aa6b8' },
  line: { light: '#dfe4ec', dark: '#323b4a' },
  paper: { light: '#ffffff', dark: '#161b23' },
  ground: { light: '#f5f7fa', dark: '#0f131a' },
  accent: { light: '#2f6fb0', dark: '#6aa7e4' },
  good: { light: '#2c8a5a', dark: '#5cc08e' },
  /** Of reasons, by their group. */
  final: { light: '#b4452f', dark: '#e58a76' },
  fixable: { light: '#b97a12', dark: '#e0b05a' },
  timing: { light: '#6a5fae', dark: '#a79ee6' },
  /** Of what applies besides a higher reason. */
  beside: { light: '#ccd4df', dark: '#465163' },
} as const;

export type Colour = keyof typeof palette;

export const light = (colour: Colour): string => palette[colour].light;
