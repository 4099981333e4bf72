/**
 * How Teams draws cards in its three themes, near enough to judge a layout and its contrast by: sizes, distances and colours of
 * Microsoft's published host configuration for Teams and of its current design colours.
 */

/** Of the fonts that may be there, those about as wide as Segoe UI first. */
export const FONT = "'Segoe UI', 'Liberation Sans', 'DejaVu Sans Condensed', 'DejaVu Sans', sans-serif";

export const THEMES = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

export type Palette = {
  readonly page: string;
  readonly card: string;
  readonly ink: string;
  readonly subtle: string;
  readonly edge: string;
  readonly link: string;
  readonly button: string;
  readonly buttonInk: string;
  readonly primary: string;
  readonly primaryInk: string;
  readonly danger: string;
  readonly field: string;
  readonly boxes: Readonly<Record<'emphasis' | 'good' | 'attention' | 'warning' | 'accent', string>>;
};

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    ink: '#242424',
    subtle: '#616161',
    edge: '#d1d1d1',
    link: '#4f52b2',
    button: '#ffffff',
    buttonInk: '#242424',
    primary: '#5b5fc7',
    primaryInk: '#ffffff',
    danger: '#c4314b',
    field: '#ffffff',
    boxes: {
      emphasis: '#f5f5f5',
      good: '#e7f2da',
      attention: '#fcf4f6',
      warning: '#fff9e6',
      accent: '#e8ebfa',
    },
  },
  dark: {
    page: '#141414',
    card: '#292929',
    ink: '#ffffff',
    subtle: '#adadad',
    edge: '#666666',
    link: '#9299f7',
    button: '#292929',
    buttonInk: '#ffffff',
    primary: '#5b5fc7',
    primaryInk: '#ffffff',
    danger: '#e37d80',
    field: '#292929',
    boxes: {
      emphasis: '#1f1f1f',
      good: '#0d2e0d',
      attention: '#3f1011',
      warning: '#463100',
      accent: '#2f2f4a',
    },
  },
  contrast: {
    page: '#000000',
    card: '#000000',
    ink: '#ffffff',
    subtle: '#ffffff',
    edge: '#ffffff',
    link: '#ffff01',
    button: '#000000',
    buttonInk: '#ffffff',
    primary: '#1aebff',
    primaryInk: '#000000',
    danger: '#ffff01',
    field: '#000000',
    boxes: {
      emphasis: '#000000',
      good: '#000000',
      attention: '#000000',
      warning: '#000000',
      accent: '#000000',
    },
  },
};

/** The configuration for Microsoft's library. */
export function hostConfig(theme: Theme): object {
  const { card, ink, subtle, link, boxes } = PALETTES[theme];
  const color = { default: ink, subtle };
  const foregroundColors = {
    default: color,
    dark: color,
    light: color,
    good: color,
    warning: color,
    attention: color,
    accent: { default: link, subtle: link },
  };
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  const font = {
    fontFamily: FONT,
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  };
  return {
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: PALETTES[theme].edge },
    fontTypes: { default: font, monospace: font },
    containerStyles: {
      default: style(card),
      emphasis: style(boxes.emphasis),
      good: style(boxes.good),
      attention: style(boxes.attention),
      warning: style(boxes.warning),
      accent: style(boxes.accent),
    },
    actions: {
      maxActions: 6,
      spacing: 'Default',
      buttonSpacing: 8,
      actionsOrientation: 'Horizontal',
      actionAlignment: 'Left',
    },
    inputs: {
      label: {
        inputSpacing: 'Small',
        requiredInputs: { weight: 'Default', suffix: ' *', suffixColor: 'Default' },
        optionalInputs: { weight: 'Default' },
      },
      errorMessage: { weight: 'Bolder', color: 'Default' },
    },
  };
}
