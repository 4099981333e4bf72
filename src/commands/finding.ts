/** One thing `doctor` looked at. */
export type Finding = { readonly level: 'ok' | 'warning' | 'fault'; readonly text: string };

export const ok = (text: string): Finding => ({ level: 'ok', text });
export const warning = (text: string): Finding => ({ level: 'warning', text });
export const fault = (text: string): Finding => ({ level: 'fault', text });
