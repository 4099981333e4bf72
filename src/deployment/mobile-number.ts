import { z } from 'zod';

/** The UK's mobile numbers: neither personal numbers (070) nor pagers (076), but those of the Isle of Man (07624). */
const UK_MOBILE = /^(?:\+44 ?|0)7(?:[1-57-9](?: ?[0-9]){8}|624(?: ?[0-9]){6})$/;

/** A mobile number as `people.yaml` writes it. */
export const mobileNumber = z
  .string()
  .regex(UK_MOBILE, 'a UK mobile number: digits and spaces, such as 07700 900123');

/** A UK mobile number as phone networks take it anywhere, `+447700900123`; null for anything else. */
export function internationalForm(number: string): string | null {
  return UK_MOBILE.test(number) ? `+44${number.replaceAll(' ', '').replace(/^(?:\+44|0)/, '')}` : null;
}
