import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { OUTCOMES } from '../../src/check/facts.ts';
import {
  drawSvg,
  HEAD_COLOUR,
  INK,
  OUTCOME_COLOURS,
  PAPER,
  PART_COLOUR,
  QUIET,
} from '../../src/flow/draw-svg.ts';
import { loadShipped } from '../support/load-policy.ts';
import { EDITS, flowOf } from './edited-dialogs.ts';

const PICTURE = join(import.meta.dirname, '../../docs/flow.svg');

let dialog: Dialog;
beforeAll(async () => {
  ({ dialog } = await loadShipped());
});

describe('the picture', () => {
  it('in docs/ is that of the shipped dialog (UPDATE_FLOW=1 draws it anew)', () => {
    const svg = drawSvg(flowOf(dialog));
    if (process.env.UPDATE_FLOW === '1') writeFileSync(PICTURE, svg);
    expect(readFileSync(PICTURE, 'utf8') === svg, 'docs/flow.svg is out of date').toBe(true);
  });

  it('is the same every time', () => {
    expect(drawSvg(flowOf(dialog))).toBe(drawSvg(flowOf(structuredClone(dialog))));
  });

  it.each(Object.keys(EDITS).slice(1))('is another one with %s', (what) => {
    const edited = EDITS[what]?.(dialog) ?? dialog;
    expect(drawSvg(flowOf(edited))).not.toBe(drawSvg(flowOf(dialog)));
  });

  it('says to those who cannot see it what it is', () => {
    const svg = drawSvg(flowOf(dialog));
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="flow-title flow-about"/);
    expect(svg).toContain('<title id="flow-title">Share Check: which answers lead where</title>');
    expect(svg).toMatch(
      /<desc id="flow-about">A flow chart in numbered parts\. .*Do not share yet\.<\/desc>/,
    );
  });

  it('holds every question it asks and every advice as text, and loads nothing from elsewhere', () => {
    const svg = drawSvg(flowOf(dialog));
    const words = svg.replace(/<\/tspan> <tspan[^>]*>/g, ' ').replace(/<[^>]+>/g, '\n');
    for (const outcome of OUTCOMES)
      expect(words).toContain(dialog.words[`outcome-short-${outcome}`] ?? outcome);
    for (const fact of ['urgency', 'risk', 'purpose', 'recipient', 'necessity', 'mandate']) {
      expect(words).toContain(dialog.questions.find(({ id }) => id === fact)?.ask);
    }
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|<image|<script|<style/);
  });

  it('is well formed whatever the words are', () => {
    const questions = structuredClone(dialog.questions);
    for (const question of questions) question.ask = `<b>"Is" it & so\u0007?</b> ${question.ask}`;
    const svg = drawSvg(flowOf({ ...dialog, questions }));
    expect(svg).toContain('&lt;b&gt;&quot;Is&quot; it &amp; so?&lt;/b&gt;');
    expect(svg).not.toContain('\u0007');
    expect(svg).not.toMatch(/<b>|&(?!amp;|lt;|gt;|quot;)/);
    const open: string[] = [];
    for (const [, close, name = '', alone] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
      if (close) expect(open.pop()).toBe(name);
      else if (!alone) open.push(name);
    }
    expect(open).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has a contrast of 4.5 : 1 at least, wherever there are words', () => {
    for (const colour of Object.values(OUTCOME_COLOURS)) expect(contrast(PAPER, colour)).toBeGreaterThan(4.5);
    for (const paper of [PAPER, PART_COLOUR, HEAD_COLOUR]) expect(contrast(INK, paper)).toBeGreaterThan(4.5);
    for (const paper of [PAPER, PART_COLOUR]) expect(contrast(QUIET, paper)).toBeGreaterThan(4.5);
    expect(new Set(Object.values(OUTCOME_COLOURS)).size).toBe(OUTCOMES.length);
  });
});

/** The contrast of two colours as WCAG 2.2 counts it. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
