import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium, startChromium } from '../../browser/chromium.ts';
import { drawHome, drawMessage, drawModal, pageOf } from './html.ts';
import { playJourney, type Shot } from './journey.ts';

// node test/tools/slack-picture/take.ts [FOLDER]: pictures of what Share Check looks like in Slack. Each is drawn here from the
// blocks that a journey through the real service sent; nothing is fetched from Slack. With a folder, every picture goes there:
// at desktop width and on a phone, light and dark, whole. Without one, the eight of the README go to docs/screenshots.

/** What stays of a phone's screen under Slack's bars. */
const PHONE = { width: 390, height: 844, bars: 47 + 56 + 34 };
/** The bar of a window as it is drawn on a phone. */
const BAR = 56;
/** As high as a window of Slack on a small laptop. */
const WINDOW_HEIGHT = 720;
const OF_THE_README = {
  question: 'question',
  emergency: 'emergency',
  advice: 'advice',
  decision: 'decision',
  receipt: 'receipt',
  lead: 'lead',
  answer: 'answer',
  home: 'home',
} as const;

const [folder] = process.argv.slice(2);
const chromium = findChromium();
if (chromium === undefined) process.exit(2);
const browser = await startChromium(chromium);
try {
  const shots = await playJourney();
  if (folder === undefined) await forReadme(shots);
  else await everything(shots, folder);
} finally {
  await browser.close();
}

async function forReadme(shots: readonly Shot[]): Promise<void> {
  for (const [file, name] of Object.entries(OF_THE_README)) {
    const shot = shots.find((each) => each.name === name);
    if (shot === undefined) throw new Error(`There is no picture of ${name}.`);
    const path = join('docs/screenshots', `slack-${file}.png`);
    await take(browser, shot, path, { window: true });
    say(`${path} ${Math.ceil((await stat(path)).size / 1024)} KB`);
  }
}

async function everything(shots: readonly Shot[], to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const shot of shots) {
    await take(browser, shot, join(to, `${shot.name}.png`), {});
    await take(browser, shot, join(to, `${shot.name}-dark.png`), { dark: true });
    const phone = await take(browser, shot, join(to, `${shot.name}-phone.png`), { phone: true });
    const screens = (high: number) => ((high - BAR) / (PHONE.height - PHONE.bars)).toFixed(1);
    say(
      `${shot.name}: ${screens(phone.whole)} phone screens, the last button in ${screens(phone.toLastButton)}`,
    );
  }
}

type Look = { readonly dark?: boolean; readonly phone?: boolean; readonly window?: boolean };

/** Takes one picture; resolves with how far down it goes. `window`: no higher than Slack's window, as it first stands. */
async function take(
  browser: Browser,
  shot: Shot,
  path: string,
  look: Look,
): Promise<{ whole: number; toLastButton: number }> {
  const context = await browser.newContext({
    viewport: look.phone === true ? PHONE : { width: 1000, height: 900 },
    // An answer is nearly all text: a little smaller, so that its file is.
    deviceScaleFactor: look.window === true && shot.kind === 'alone' ? 1.25 : 1.5,
  });
  try {
    const page = await context.newPage();
    await page.setContent(pageOf(drawn(shot), look));
    if (look.window === true)
      await page.addStyleTag({ content: `.modal { max-height: ${WINDOW_HEIGHT}px; }` });
    // Where something is to be put right, Slack shows that.
    if (look.window === true)
      await page.evaluate("document.querySelector('.error')?.scrollIntoView({ block: 'center' })");
    await page.locator('body > div').screenshot({ path });
    const ends = await page
      .locator('.blocks, .blocks > .actions')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().bottom));
    const [end = 0] = ends;
    return { whole: end, toLastButton: ends.at(-1) ?? end };
  } finally {
    await context.close();
  }
}

function drawn({ kind, content, values = {}, errors = {} }: Shot): string {
  if (kind === 'modal') return drawModal(content, { values, errors });
  return kind === 'home' ? drawHome(content) : drawMessage(content, { alone: kind === 'alone' });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
