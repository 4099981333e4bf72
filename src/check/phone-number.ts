import { z } from 'zod';

/** A phone number as content files write it. */
export const phoneNumber = z
  .string()
  .regex(
    /^\+?[0-9][0-9 ]{2,19}$/,
    'a phone number: digits and spaces, as it is dialled, such as 01632 960123',
  );
