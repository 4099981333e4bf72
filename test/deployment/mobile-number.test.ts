import { describe, expect, test } from 'vitest';
import { internationalForm, mobileNumber } from '../../src/deployment/mobile-number.ts';

describe('a UK mobile number', () => {
  test.each(['07700 900123', '07700900123', '+447700900123', '+44 7700 900 123'])('%s', (number) => {
    expect(mobileNumber.safeParse(number).success).toBe(true);
    expect(internationalForm(number)).toBe('+447700900123');
  });

  test('of the Isle of Man', () => {
    expect(internationalForm('07624 900123')).toBe('+447624900123');
  });

  test.each([
    ['a landline', '01632 960123'],
    ['a personal number', '07012 345678'],
    ['a pager', '07600 900123'],
    ['too short', '07700 90012'],
    ['too long', '07700 9001234'],
    ['from elsewhere', '+353 87 123 4567'],
    ['with a nought too many', '+44 07700 900123'],
    ['with more after it', '07700 900123\n'],
    ['999', '999'],
    ['empty', ''],
  ])('%s is none', (_what, number) => {
    expect(mobileNumber.safeParse(number).success).toBe(false);
    expect(internationalForm(number)).toBeNull();
  });
});
