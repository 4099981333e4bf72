import { FONT, PALETTES, type Theme } from './host-config.ts';

/** What Teams adds to the cards of Microsoft's library: buttons, fields and the frame around a card. */
export function pageCss(theme: Theme): string {
  const colour = PALETTES[theme];
  return `
* { box-sizing: border-box; }
body { margin: 0; padding: 8px; background: ${colour.page}; color: ${colour.ink}; font: 14px/20px ${FONT}; }
.bubble { margin: 0 0 16px; max-width: 640px; border: 1px solid ${colour.edge}; border-radius: 6px; overflow: hidden; background: ${colour.card}; }
p, ul, ol { margin: 0; } ul, ol { padding-left: 24px; } li + li { margin-top: 4px; }
.ac-textBlock { overflow-wrap: anywhere; }
a { color: ${colour.link}; text-decoration: underline; }
:focus-visible { outline: 2px solid ${colour.ink}; outline-offset: 1px; }
/* Teams writes the label of a button in one line and cuts what does not fit. */
.ac-pushButton { height: 32px; padding: 0 12px; border-radius: 4px; border: 1px solid ${colour.edge}; background: ${colour.button}; color: ${colour.buttonInk}; font: 600 14px/20px inherit; font-family: inherit; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 100%; }
.ac-pushButton > div { overflow: hidden; text-overflow: ellipsis; }
.ac-pushButton.style-positive { background: ${colour.primary}; color: ${colour.primaryInk}; border-color: ${colour.primary}; }
.ac-pushButton.style-destructive { color: ${colour.danger}; border-color: ${colour.danger}; }
.ac-selectable { cursor: pointer; }
.edges { border: 1px solid ${colour.edge}; border-radius: 4px; }
.ac-input { width: 100%; font: inherit; color: ${colour.ink}; }
.ac-textInput, .ac-dateInput, .ac-multichoiceInput { padding: 6px 8px; min-height: 32px; border: 1px solid ${colour.edge}; border-bottom: 2px solid ${colour.subtle}; border-radius: 4px; background: ${colour.field}; color: ${colour.ink}; }
.ac-multiline { min-height: 84px; resize: vertical; }
.ac-choiceSetInput-expanded label, .ac-choiceSetInput-multiSelect label { padding: 4px 0; overflow-wrap: anywhere; }
.ac-choiceSetInput-expanded > div, .ac-choiceSetInput-multiSelect > div { padding: 4px 0; }
`;
}
