import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdaptiveCard } from '../../src/channels/teams/adaptive-card.ts';
import { renderCard, renderDialogCard } from '../../src/channels/teams/render.ts';
import { WHOLE_CARD } from '../channels/teams/every-block.ts';
import { everyCard, type NamedCard } from '../support/every-card.ts';
import { drawCards, openPage } from '../tools/teams-picture/draw.ts';
import { THEMES, type Theme } from '../tools/teams-picture/host-config.ts';
import { heardOn, lookAtCards, tabThrough } from '../tools/teams-picture/look.ts';
import { findChromium, startChromium } from './chromium.ts';

const chromium = findChromium();
/** As narrow as phones come. */
const NARROW = 320;
const AT_ONCE = 25;

describe.skipIf(chromium === undefined)('cards as Teams draws them', () => {
  let browser: Browser;
  let cards: readonly NamedCard[];

  beforeAll(async () => {
    browser = await startChromium(chromium ?? '');
    cards = telling(await everyCard('teams'));
  });
  afterAll(() => browser?.close());

  const onPages = async (
    all: readonly NamedCard[],
    { theme, width = NARROW }: { readonly theme: Theme; readonly width?: number },
    look: (page: Page) => Promise<readonly string[]>,
  ): Promise<readonly string[]> => {
    const page = await openPage(browser, { width, theme });
    const found: string[] = [];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all
        .slice(at, at + AT_ONCE)
        .map(({ name, card }) => ({ name, card: unfolded(renderCard(card)) }));
      await drawCards(page, some, theme);
      found.push(...(await look(page)));
    }
    await page.context().close();
    return found;
  };

  it('has all kinds of them to look at', () => {
    expect(cards.length).toBeGreaterThan(150);
    for (const kind of ['advice', 'danger', 'decision', 'record', 'lead', 'answers', 'home']) {
      expect(
        cards.some(({ name }) => name.startsWith(kind)),
        kind,
      ).toBe(true);
    }
  });

  it('cuts nothing on a narrow phone, and everything can be hit, reached and read', async () => {
    expect(await onPages(cards, { theme: 'light' }, lookAtCards)).toEqual([]);
  });

  it.each(THEMES)('can be read in the %s theme on a wider phone', async (theme) => {
    expect(await onPages(largest(cards), { theme, width: 390 }, lookAtCards)).toEqual([]);
  });

  it('says the name of everything that can be pressed or filled in', async () => {
    const emergency = cards.filter(({ name }) => name === 'advice E1').slice(0, 1);
    const heard = await onPages([...emergency, ...largest(cards)], { theme: 'light' }, heardOn);
    expect(heard.length).toBeGreaterThan(200);
    expect(heard.filter((line) => !/^\w+ "[^"]+/.test(line))).toEqual([]);
    expect(heard.slice(0, 3)).toEqual([
      'heading "Ring now, and share what is needed."',
      'link "999"',
      'link "Ring"',
    ]);
  });

  it('is gone through with the keyboard alone, in the order it is read, and Enter and Space press', async () => {
    const page = await openPage(browser, { width: NARROW, theme: 'light' });
    await drawCards(page, [{ name: 'whole', card: renderCard(WHOLE_CARD) }], 'light');
    const reached = await tabThrough(page);
    const pressable = ['Yes', 'Why are you asking?', 'Go on', 'Back', 'Hide', '999', '01632 960123', 'Ring'];
    expect(reached).toEqual(
      expect.arrayContaining([...pressable, ...WHOLE_CARD.buttons.map(({ label }) => label)]),
    );
    expect(reached.slice(-4)).toEqual(WHOLE_CARD.buttons.map(({ label }) => label));

    await page.getByRole('button', { name: 'Yes', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Back', exact: true }).press('Enter');
    expect(await page.evaluate('pressed')).toEqual(['t1', 't1', 'b2']);
    await page.context().close();
  });

  it('opens what is folded away where it stands', async () => {
    const page = await openPage(browser, { width: NARROW, theme: 'light' });
    await drawCards(page, [{ name: 'whole', card: renderDialogCard(WHOLE_CARD) }], 'light');
    const folded = page.getByText('Because.');
    expect(await folded.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Why are you asking?' }).press('Enter');
    expect(await folded.isVisible()).toBe(true);
    await page.context().close();
  });
});

/** Every emergency, what has long names, and the first and the largest of each name. */
function telling(all: readonly NamedCard[]): readonly NamedCard[] {
  const urgent = all.filter(({ name }) => /^(advice E|advice share-now|danger)/.test(name));
  const long = firstOf(all.filter(({ name }) => name.includes('long names')));
  const others = all.filter(({ name }) => !/^(answer|answers|section) |, /.test(name));
  return [...new Set([...urgent, ...long, ...firstOf(others), ...largest(all)])];
}

const firstOf = (all: readonly NamedCard[]): readonly NamedCard[] => [
  ...new Map([...all].reverse().map((named) => [named.name, named])).values(),
];

/** The largest of each kind. */
function largest(all: readonly NamedCard[]): readonly NamedCard[] {
  const sized = all.map((named) => ({ named, size: JSON.stringify(named.card).length }));
  const sorted = sized.sort((one, other) => one.size - other.size);
  return [...new Map(sorted.map(({ named }) => [named.name.split(/[ ,]/)[0], named])).values()];
}

/** The card with all that is folded away in it open. */
function unfolded(card: AdaptiveCard): AdaptiveCard {
  return JSON.parse(JSON.stringify(card), (key, value) => (key === 'isVisible' ? true : value));
}
