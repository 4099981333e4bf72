import type { Browser, Locator, Page } from 'playwright-core';
import { QUOTE, QUOTE_QUERY } from '../../src/channels/teams/uses.ts';

export type Viewport = { readonly width: number; readonly height: number };
export const WIDE: Viewport = { width: 1280, height: 900 };
/** As narrow as a common phone. */
export const PHONE: Viewport = { width: 390, height: 844 };
export const BOTH = [
  { on: 'a wide window', viewport: WIDE },
  { on: 'a phone', viewport: PHONE },
] as const;

const CARD = '.ac-adaptiveCard';
/** Higher than any card, so that a picture of one has all of it. */
const TALL = 4000;
/** Dots of a picture to a point of the page, where a card alone is taken. */
const SCALE = 1.5;

/** The Playground's own frame is never narrower than 600 points; a phone has none of it. The cards are left as they are. */
const WITHOUT_FRAME = `
  body * { min-width: 0 !important; }
  :has(> [role=toolbar]), button[aria-label='Show more information'] { display: none !important; }
  :has(.ac-adaptiveCard):not(html, body) { max-width: 100% !important; margin-left: 0 !important; margin-right: 0 !important; }
  .fai-OutputCard { padding: 4px !important; }
`;

/** The Playground as a person uses it: types, presses what a card shows, and looks. */
export class PlaygroundDriver {
  readonly page: Page;
  readonly #viewport: Viewport;
  /** What came over the socket to change a message that stands there, newest last. */
  readonly #changes: string[] = [];
  private constructor(page: Page, viewport: Viewport) {
    this.page = page;
    this.#viewport = viewport;
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const text = payload.toString();
        if (text.includes('"updateMessage"')) this.#changes.push(text);
      }),
    );
  }

  /** Opens a window and waits until it talks to the service. */
  static async open(browser: Browser, url: string, viewport = WIDE): Promise<PlaygroundDriver> {
    // A context of its own: a second page of the same one lies in the background, where Chromium holds it back.
    const context = await browser.newContext({ viewport, locale: 'en-GB', deviceScaleFactor: SCALE });
    context.setDefaultTimeout(60_000);
    const window = new PlaygroundDriver(await context.newPage(), viewport);
    await window.page.goto(url);
    await window.#isReady();
    return window;
  }

  async #isReady(): Promise<void> {
    await this.page.getByText('Configuration file is loaded').first().waitFor();
    await this.page.getByRole('button', { name: 'Hide log panel' }).click();
    if (this.#isNarrow) await this.page.addStyleTag({ content: WITHOUT_FRAME });
  }

  get #isNarrow(): boolean {
    return this.#viewport.width < 600;
  }

  /** Loads the page anew. The Playground then forgets what the chat showed. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#isReady();
  }

  /** Writes in the chat. */
  async say(text: string): Promise<void> {
    const box = this.page.locator('[contenteditable=true]').first();
    await box.click();
    await box.pressSequentially(text);
    await this.page.keyboard.press('Enter');
  }

  /** Writes a new post in a channel that begins with "@Share Check". */
  async mention(text: string): Promise<void> {
    const box = this.page.locator('[contenteditable=true]').first();
    await box.click();
    await box.pressSequentially('@Sha');
    await this.page.getByRole('menuitem', { name: 'Share Check' }).click();
    await this.page.keyboard.type(` ${text}`);
    await this.page.getByRole('button', { name: 'Post', exact: true }).click();
  }

  /** Looks for something with the search of the message extension, and puts what is called `chosen` into the message. */
  async quote(text: string, chosen: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Trigger Message Extension App' }).first().click();
    await this.page.getByText('Search Command').click();
    // Teams knows these from the manifest.
    await this.page.getByText('Specify Command ID or Parameter').click();
    await this.page.getByPlaceholder('Command ID').fill(QUOTE);
    await this.page.getByPlaceholder('Parameter name').fill(QUOTE_QUERY);
    await this.page.getByPlaceholder('Enter a search term').fill(text);
    await this.page.keyboard.press('Enter');
    await this.page.getByText(chosen, { exact: true }).last().click();
  }

  /** Puts a like on the newest message, as Teams would tell the app. The Playground has no button for it. */
  async like(): Promise<void> {
    await this.page.evaluate(async () => {
      const path = '/_internal/v1/customActivities';
      const template = await fetch(`${path}/template?conversationId=a:share-check-chat`);
      const activity = Object.assign({}, await template.json(), {
        type: 'messageReaction',
        reactionsAdded: [{ type: 'like' }],
      });
      const headers = { 'Content-Type': 'application/json' };
      await fetch(path, { method: 'POST', headers, body: JSON.stringify(activity) });
    });
  }

  /** The card that the service last put in the place of another: what Teams goes back to after a reaction. */
  get lastChange(): string {
    return this.#changes.at(-1) ?? '';
  }

  /** The newest card. */
  get card(): Locator {
    return this.page.locator(CARD).last();
  }

  /** The newest card that shows this. */
  cardWith(text: string | RegExp): Locator {
    return this.page.locator(CARD).filter({ hasText: text }).last();
  }

  /** The card that stands furthest up. */
  get oldest(): Locator {
    return this.page.locator(CARD).first();
  }

  /** Waits until the newest card shows this. */
  async sees(text: string | RegExp): Promise<void> {
    await this.card.getByText(text).first().waitFor();
  }

  /** Waits until the page shows this, in whatever message. */
  async shows(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Presses a button or an answer of the newest card, by its whole label. */
  async press(label: string, card = this.card): Promise<void> {
    await card.getByRole('button', { name: label, exact: true }).first().click();
  }

  /** The same with the keyboard alone: the button takes the focus, and Enter presses it. */
  async pressWithKeyboard(label: string): Promise<void> {
    const button = this.card.getByRole('button', { name: label, exact: true }).first();
    await button.focus();
    await this.page.keyboard.press('Enter');
  }

  /** The labels of the buttons of the newest card. */
  async buttons(): Promise<readonly string[]> {
    return this.card
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));
  }

  /** Where the links of the newest card lead. */
  async links(): Promise<readonly (string | null)[]> {
    const links = await this.card.getByRole('link').all();
    return Promise.all(links.map((link) => link.getAttribute('href')));
  }

  /** The words of the newest card that do not fit into the space they have, or stand beside the window. */
  cutOff(): Promise<readonly string[]> {
    const { width } = this.#viewport;
    return this.card.evaluate(
      (card, width) =>
        [card, ...card.querySelectorAll('*')]
          .filter((part) => part.clientWidth > 0)
          .filter(
            (part) =>
              part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > width + 1,
          )
          .map((part) => part.textContent ?? ''),
      width,
    );
  }

  /** What the newest card says, as it reads from top to bottom. */
  async read(): Promise<string> {
    return (await this.card.allInnerTexts()).join('\n');
  }

  /** What the whole page says. */
  readAll(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  /** Fills in a field of the newest card, by its label or the beginning of it. */
  async fill(label: string, text: string): Promise<void> {
    await this.card.getByLabel(label).first().fill(text);
  }

  /** Ticks a choice of the newest card, unless it is ticked already. */
  async choose(words: string): Promise<void> {
    const label = this.card.locator('label').getByText(words, { exact: true }).first();
    const id = await label.evaluate((part) => part.closest('label')?.getAttribute('for'));
    if (!(await this.card.locator(`[id="${id}"]`).isChecked())) await label.click();
  }

  /** Turns to a chat or channel in the list at the side. */
  async goTo(name: string): Promise<void> {
    const place = this.page.getByRole('treeitem', { name }).first();
    // Narrow, the list is beside the window, where no pointer reaches it.
    if (this.#isNarrow) await place.dispatchEvent('click');
    else await place.click();
  }

  /** How many cards the conversation shows. */
  countCards(): Promise<number> {
    return this.page.locator(CARD).count();
  }

  /** Takes a picture of the window, scrolled to the beginning of the newest card. */
  async screenshot(path: string): Promise<void> {
    if (await this.countCards()) await this.card.evaluate((card) => card.scrollIntoView({ block: 'start' }));
    await this.page.screenshot({ path, scale: 'css' });
  }

  /** Takes a picture of the whole newest card and nothing else. */
  async screenshotOfCard(path: string): Promise<void> {
    await this.page.setViewportSize({ ...this.#viewport, height: TALL });
    await this.card.screenshot({ path });
    await this.page.setViewportSize(this.#viewport);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
