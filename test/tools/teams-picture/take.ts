import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renderCard } from '../../../src/channels/teams/render.ts';
import { findChromium, startChromium } from '../../browser/chromium.ts';
import { everyCard, type NamedCard } from '../../support/every-card.ts';
import { drawCards, openPage } from './draw.ts';
import { THEMES, type Theme } from './host-config.ts';

// node test/tools/teams-picture/take.ts FOLDER [WORD ...]: pictures of cards as Teams draws them, 320, 390 and 640 points wide, in
// its three themes, drawn here with Microsoft's library: the first and the largest card of each kind or, with words, of those so named.

const WIDTHS = [320, 390, 640];
const [folder, ...wanted] = process.argv.slice(2);
const chromium = findChromium();
if (folder === undefined || chromium === undefined) process.exit(2);

const cards = chosen(await everyCard('teams'));
await mkdir(folder, { recursive: true });
const browser = await startChromium(chromium);
try {
  for (const theme of THEMES) for (const width of WIDTHS) await takeAll(theme, width, folder);
} finally {
  await browser.close();
}

async function takeAll(theme: Theme, width: number, to: string): Promise<void> {
  const page = await openPage(browser, { width, theme });
  for (const { name, card } of cards) {
    await drawCards(page, [{ name, card: renderCard(card) }], theme);
    await page.locator('body').screenshot({ path: join(to, `${name}-${width}-${theme}.png`) });
  }
  await page.context().close();
}

function chosen(all: readonly NamedCard[]): readonly NamedCard[] {
  const first = new Map<string, NamedCard>();
  const largest = new Map<string, NamedCard>();
  for (const named of all) {
    const [kind = ''] = named.name.split(/[ ,]/);
    const key = wanted.length === 0 ? kind : wanted.find((word) => named.name.startsWith(word));
    if (key === undefined) continue;
    const name = key.replaceAll(/\W+/g, '-');
    if (!first.has(key)) first.set(key, { ...named, name });
    const other = largest.get(key);
    if (other === undefined || sizeOf(other) < sizeOf(named)) {
      largest.set(key, { ...named, name: `${name}-largest` });
    }
  }
  return [...first.values(), ...largest.values()];
}

function sizeOf({ card }: NamedCard): number {
  return JSON.stringify(card).length;
}
