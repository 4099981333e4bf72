import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startChromium } from './chromium.ts';
import { PlaygroundDriver, WIDE } from './playground-driver.ts';
import { emptyHome, type Home, type Service } from './service.ts';

/** Where pictures go, when somebody wants to look: SCREENSHOTS=folder npm run test:browser */
const pictures = process.env.SCREENSHOTS;

/** What a story in the browser plays on. */
export type Stage = {
  /** The window of the one who tries it out, new and with an empty chat. */
  sam(viewport?: typeof WIDE): Promise<PlaygroundDriver>;
  /** The window of the safeguarding lead. */
  priya(viewport?: typeof WIDE): Promise<PlaygroundDriver>;
  /** Opens a window somewhere else. */
  open(url: string, viewport?: typeof WIDE): Promise<PlaygroundDriver>;
  /** Takes a picture, when pictures are wanted. */
  picture(window: PlaygroundDriver, name: string): Promise<void>;
  readonly home: Home;
  /** Ctrl-C, and the same again on the same records. `between` is done while nothing runs. */
  restart(between?: () => Promise<void>): Promise<void>;
};

/** One service with its windows for all stories of a file, and a browser. Call it in `describe`. */
export function setUpStage(chromium: string | undefined): Stage {
  let browser: Browser;
  let home: Home;
  let service: Service;
  let windows: PlaygroundDriver[] = [];

  beforeAll(async () => {
    browser = await startChromium(chromium ?? '');
    home = await emptyHome();
    service = await home.start();
  });
  afterEach(async () => {
    for (const window of windows) await window.close();
    windows = [];
  });
  afterAll(async () => {
    await browser?.close();
    const status = await service?.stop();
    await home?.remove();
    expect(status).toBe(0);
  });

  const open = async (url: string, viewport = WIDE) => {
    const window = await PlaygroundDriver.open(browser, url, viewport);
    windows.push(window);
    return window;
  };
  return {
    open,
    sam: async (viewport) => {
      const window = await open(service.own, viewport);
      await window.sees('Hello. I help you decide');
      return window;
    },
    priya: (viewport) => open(service.lead, viewport),
    async picture(window, name) {
      if (pictures === undefined) return;
      mkdirSync(pictures, { recursive: true });
      await window.screenshot(join(pictures, `${name}.png`));
    },
    get home() {
      return home;
    },
    async restart(between = async () => undefined) {
      expect(await service.stop()).toBe(0);
      await between();
      service = await home.start();
    },
  };
}
