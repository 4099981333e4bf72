import type { LocalQuestion } from '../check/local-dialog.ts';
import type { LocalAddition } from '../records/entry.ts';
import type { TurnContext } from './context.ts';
import { text } from './form.ts';
import type { Position } from './stage.ts';
import type { CheckState } from './state.ts';

/** The field of the decision form for one of the organisation's own questions. */
export const localField = ({ id }: Pick<LocalQuestion, 'id'>) => `own-${id}`;

/** The fields for all of them: what may be chosen there is kept under their own tokens. */
export function localFields({ dialog }: Pick<TurnContext, 'dialog'>): readonly string[] {
  return dialog.local?.questions.map(localField) ?? [];
}

/** What the organisation's own questions and things to do come to, for the record; undefined for nothing. */
export function localAddition(check: CheckState, at: Position, ctx: TurnContext): LocalAddition | undefined {
  const { questions, obligations } = ctx.policy.localAdvice(at.counted);
  const answers = questions.flatMap((question) => {
    const value = text(check.form, localField(question));
    const label = question.options.find((option) => option.value === value)?.label;
    return label === undefined ? [] : [{ id: question.id, question: question.ask, value, label }];
  });
  if (answers.length + obligations.length === 0) return undefined;
  return { answers, obligations: obligations.map(({ id, title }) => ({ id, title })) };
}
