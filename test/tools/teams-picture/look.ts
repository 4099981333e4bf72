import type { Page } from 'playwright-core';

/** Looks at the cards on a page as somebody does who has a narrow phone, a keyboard alone, or weak eyes. */

/** Runs in the page: what is cut or stands out of its card, too small to hit, out of the keyboard's reach or too faint. */
const LOOK = `() => {
  const found = [];
  const visible = (part) => part.getClientRects().length > 0;
  const colourOf = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (part) => {
    if (part === null) return { r: 255, g: 255, b: 255, a: 1 };
    const own = colourOf(getComputedStyle(part).backgroundColor);
    return own.a === 1 ? own : over(own, behind(part.parentElement));
  };
  const contrast = (part) => {
    const back = behind(part);
    const [high, low] = [light(over(colourOf(getComputedStyle(part).color), back)), light(back)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  for (const bubble of document.querySelectorAll('.bubble')) {
    const say = (what, part) => found.push(bubble.dataset.name + ': ' + what + ': ' + (part.getAttribute('aria-label') ?? part.textContent).slice(0, 60));
    const edge = bubble.getBoundingClientRect().right;
    for (const part of bubble.querySelectorAll('*')) {
      if (!visible(part)) continue;
      const field = part.matches('input, select, textarea, option');
      if (!field && part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1) say('cut', part);
      if (!field && part.clientHeight > 0 && part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).overflowY !== 'visible') say('cut below', part);
      if (part.getBoundingClientRect().right > edge + 0.5) say('stands out', part);
      const words = [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');
      const typed = part.matches('select, textarea, input:not([type=radio], [type=checkbox])');
      if ((words || typed) && contrast(part) < 4.5) say('too faint (' + contrast(part).toFixed(1) + ')', part);
    }
    for (const part of bubble.querySelectorAll('[role=button], [role=link], button, a, input, select, textarea')) {
      if (!visible(part)) continue;
      if (part.tabIndex < 0) say('not reached with the keyboard', part);
      const all = [part, ...(part.labels ?? [])].filter(visible).map((each) => each.getBoundingClientRect());
      if (Math.max(...all.map(({ height }) => height)) < 24) say('too small to hit', part);
    }
  }
  return found;
}`;

/** What is wrong with the cards on the page, in words; empty when nothing. */
export async function lookAtCards(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(${LOOK})()`);
}

const CONTROLS = ['button', 'link', 'textbox', 'radio', 'checkbox', 'combobox', 'heading'];

/** What a screen reader finds on the page, one control or heading a line: its role, and its name in quotation marks. */
export async function heardOn(page: Page): Promise<readonly string[]> {
  const lines = (await page.locator('body').ariaSnapshot()).split('\n');
  return lines
    .map((line) => line.replace(/^\s*- '?/, '').replace(/( \[[^\]]*\])*'?:?$/, ''))
    .filter((line) => CONTROLS.some((role) => line.startsWith(role)));
}

/** The names of what takes the focus, one after the other, as Tab is pressed from the beginning of the page to its end. */
export async function tabThrough(page: Page): Promise<readonly string[]> {
  const names: string[] = [];
  const focused = `(() => {
    const part = document.activeElement;
    if (part === null || part === document.body) return null;
    return part.getAttribute('aria-label') ?? part.labels?.[0]?.textContent ?? part.textContent;
  })()`;
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate<string | null>(focused);
    if (name === null) return names;
    names.push(name);
  }
  throw new Error('The keyboard does not come to an end.');
}
