import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { AdaptiveCard } from '../../../src/channels/teams/adaptive-card.ts';
import { partsIn } from '../../support/teams/read-card.ts';
import { hostConfig, type Theme } from './host-config.ts';
import { toHtml } from './markdown.ts';
import { pageCss } from './page-css.ts';

const LIBRARY = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

export type Look = { readonly width: number; readonly theme: Theme };
export type NamedDrawing = { readonly name: string; readonly card: AdaptiveCard };

/** Runs in the page: draws cards with Microsoft's library, one below the other. What is pressed on them stands in "pressed". */
const DRAW = `(cards, config, html) => {
  const library = globalThis.AdaptiveCards;
  library.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = html[text];
    result.didProcess = result.outputHtml !== undefined;
  };
  document.body.replaceChildren();
  globalThis.pressed = [];
  for (const { name, card } of cards) {
    const edged = [];
    const context = new library.SerializationContext(library.Versions.v1_5);
    context.onParseElement = (element, source) => { if (source.showBorder) edged.push(element); };
    const drawn = new library.AdaptiveCard();
    drawn.hostConfig = new library.HostConfig(config);
    drawn.onExecuteAction = (action) => globalThis.pressed.push(action.data?.token ?? action.url);
    drawn.parse(card, context);
    const bubble = document.createElement('div');
    bubble.className = 'bubble';
    bubble.dataset.name = name;
    bubble.append(drawn.render());
    for (const element of edged) element.renderedElement?.classList.add('edges');
    document.body.append(bubble);
  }
}`;

/** Opens an empty page to draw on, as wide as the room for a card. Nothing is fetched. */
export async function openPage(browser: Browser, { width, theme }: Look): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, deviceScaleFactor: 1.5 });
  await context.route('**', (route) => route.abort());
  const page = await context.newPage();
  await page.setContent(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body></body></html>',
  );
  await page.addStyleTag({ content: pageCss(theme) });
  await page.addScriptTag({ path: LIBRARY });
  return page;
}

/** Draws the cards on the page, in place of what stands there. */
export async function drawCards(page: Page, cards: readonly NamedDrawing[], theme: Theme): Promise<void> {
  const texts = cards
    .flatMap(({ card }) => partsIn(card))
    .flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
  const html = Object.fromEntries([...new Set(texts)].map((text) => [text, toHtml(text)]));
  await page.evaluate(
    `(${DRAW})(${[cards, hostConfig(theme), html].map((each) => JSON.stringify(each)).join()})`,
  );
}
