import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startChromium } from './chromium.ts';
import { PlaygroundDriver, type Viewport } from './playground-driver.ts';
import { emptyHome, type Home, type Service } from './service.ts';

/** Where pictures go, when somebody wants to look: SCREENSHOTS=folder npm run test:browser */
const looked = process.env.SCREENSHOTS;
/** The pictures of the README are taken anew: UPDATE_SCREENSHOTS=1 npm run test:browser */
const published =
  process.env.UPDATE_SCREENSHOTS === '1'
    ? fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))
    : undefined;

/** What a story in the browser plays on. */
export type Stage = {
  /** The window of the one who tries it out, with a chat that nothing stands in yet but the welcome. */
  sam(viewport?: Viewport): Promise<PlaygroundDriver>;
  /** The window of the safeguarding lead. */
  priya(viewport?: Viewport): Promise<PlaygroundDriver>;
  /** A window somewhere else. */
  open(url: string, viewport?: Viewport): Promise<PlaygroundDriver>;
  /** Takes a picture of the window, when pictures are wanted. */
  picture(window: PlaygroundDriver, name: string): Promise<void>;
  /** The same, and the picture of that name in the README: of the newest card alone, or of the window. */
  publish(window: PlaygroundDriver, name: string, of: 'card' | 'window'): Promise<void>;
  home(): Home;
  service(): Service;
  /** Ctrl-C, and the same again on the same records. `between` is done while nothing runs. */
  restart(between: () => Promise<void>): Promise<void>;
};

/** One service with its windows for all stories of a `describe`, and a browser. */
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
  afterEach(async ({ task }) => {
    for (const [at, window] of windows.entries()) {
      if (task.result?.state === 'fail') await picture(window, `failed-${task.id}-${at + 1}`);
      await window.close();
    }
    windows = [];
  });
  afterAll(async () => {
    await browser?.close();
    const status = await service?.stop();
    await home?.remove();
    expect(status).toBe(0);
  });

  const open = async (url: string, viewport?: Viewport) => {
    const window = await PlaygroundDriver.open(browser, url, viewport);
    windows.push(window);
    return window;
  };
  const picture = async (window: PlaygroundDriver, name: string) => {
    if (looked === undefined) return;
    mkdirSync(looked, { recursive: true });
    await window.screenshot(join(looked, `${name}.png`));
  };
  return {
    open,
    async sam(viewport) {
      const window = await open(service.own, viewport);
      await window.sees('Hello. I help you decide');
      return window;
    },
    priya: (viewport) => open(service.lead, viewport),
    picture,
    async publish(window, name, of) {
      await picture(window, name);
      if (published === undefined) return;
      const path = join(published, `${name}.png`);
      await (of === 'card' ? window.screenshotOfCard(path) : window.screenshot(path));
    },
    home: () => home,
    service: () => service,
    async restart(between) {
      expect(await service.stop()).toBe(0);
      await between();
      service = await home.start();
    },
  };
}
