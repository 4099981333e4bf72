import { readFileSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { findChromium, startChromium } from './chromium.ts';

const CHROMIUM = findChromium();
const FOLDER = new URL('../../manifest/teams/', import.meta.url);
const SIZES = { color: 192, outline: 32 } as const;
/** Another Chromium may draw the soft edge of a line a little differently. */
const NEAR = 24;

/** The icon as Chromium draws it from its source, on nothing. */
async function drawn(chromium: string, name: keyof typeof SIZES): Promise<Buffer> {
  const browser = await startChromium(chromium);
  try {
    const size = SIZES[name];
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const svg = readFileSync(new URL(`${name}.svg`, FOLDER), 'utf8');
    await page.setContent(`<style>html, body { margin: 0 } svg { display: block }</style>${svg}`);
    return await page.screenshot({ omitBackground: true });
  } finally {
    await browser.close();
  }
}

/** `UPDATE_ICONS=1 npm run test:browser -- teams-icons` draws them anew after a change of their source. */
describe.skipIf(CHROMIUM === undefined)('the icons of the Teams app', () => {
  test.each(['color', 'outline'] as const)('%s.png is what its source draws', async (name) => {
    const bytes = await drawn(CHROMIUM ?? '', name);
    const file = new URL(`${name}.png`, FOLDER);
    if (process.env.UPDATE_ICONS === '1') writeFileSync(file, bytes);
    const [now, kept] = [PNG.sync.read(bytes), PNG.sync.read(readFileSync(file))];
    expect([kept.width, kept.height]).toEqual([now.width, now.height]);
    // Where nothing is shown, its colour says nothing.
    const shown = ({ data }: PNG) => [...data].map((value, at) => ((data[at | 3] ?? 0) === 0 ? 0 : value));
    const before = shown(kept);
    const apart = shown(now).filter((value, at) => Math.abs(value - (before[at] ?? 0)) > NEAR);
    expect(apart).toEqual([]);
  });
});
