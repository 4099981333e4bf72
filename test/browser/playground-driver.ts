import type { Browser, Locator, Page } from 'playwright-core';

export const WIDE = { width: 1280, height: 900 };
/** As narrow as a common phone. */
export const PHONE = { width: 390, height: 844 };

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
  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a window and waits until it talks to the service. Requests to other machines are refused. */
  static async open(browser: Browser, url: string, viewport = WIDE): Promise<PlaygroundDriver> {
    const context = await browser.newContext({ viewport, locale: 'en-GB' });
    await context.route(
      (address) => !['127.0.0.1', 'localhost'].includes(address.hostname),
      (route) => route.abort(),
    );
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(url);
    await page.getByText('Configuration file is loaded').first().waitFor();
    await page.getByRole('button', { name: 'Hide log panel' }).click();
    if (viewport.width < 600) await page.addStyleTag({ content: WITHOUT_FRAME });
    return new PlaygroundDriver(page);
  }

  /** Writes in the chat. */
  async say(text: string): Promise<void> {
    const box = this.page.locator('[contenteditable=true]').first();
    await box.click();
    await box.pressSequentially(text);
    await this.page.keyboard.press('Enter');
  }

  /** The newest card. */
  get card(): Locator {
    return this.page.locator('.ac-adaptiveCard').last();
  }

  /** Waits until the newest card shows this. */
  async sees(text: string | RegExp): Promise<void> {
    await this.card.getByText(text).first().waitFor();
  }

  /** Presses a button or an answer of the newest card, by its whole label. */
  async press(label: string): Promise<void> {
    await this.card.getByRole('button', { name: label, exact: true }).first().click();
  }

  /** The same with the keyboard alone: the button takes the focus, and Enter presses it. */
  async pressWithKeyboard(label: string): Promise<void> {
    const button = this.card.getByRole('button', { name: label, exact: true }).first();
    await button.focus();
    await this.page.keyboard.press('Enter');
  }

  /** Where the links of the newest card lead. */
  async links(): Promise<readonly (string | null)[]> {
    const links = await this.card.getByRole('link').all();
    return Promise.all(links.map((link) => link.getAttribute('href')));
  }

  /** The words of the newest card that do not fit into the space they have. */
  cutOff(): Promise<readonly string[]> {
    return this.card.evaluate((card) =>
      [card, ...card.querySelectorAll('*')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
        .map((part) => part.textContent ?? ''),
    );
  }

  /** What the newest card says, as it reads from top to bottom. */
  async read(): Promise<string> {
    return (await this.card.allInnerTexts()).join('\n');
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
    // Narrow, the list is behind a button.
    if (!(await place.isVisible())) await this.page.getByRole('button', { name: 'Menu' }).first().click();
    await place.click();
  }

  /** How many cards the conversation shows. */
  countCards(): Promise<number> {
    return this.page.locator('.ac-adaptiveCard').count();
  }

  /** Takes a picture of the window, scrolled to the beginning of the newest card. */
  async screenshot(path: string): Promise<void> {
    if (await this.countCards()) await this.card.evaluate((card) => card.scrollIntoView({ block: 'start' }));
    await this.page.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
