/** One thing that a person is asked, or may say unasked, as a field with a list. */
import { Field, Select } from '@fluentui/react-components';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Actions } from './actions.ts';
import { type Adoption, type PaneQuestion, questionId } from './adoption.ts';
import { type Asked, askedOf } from './asked.ts';

interface AskProps extends Asked {
  /** What it says while there is no answer. */
  readonly later: string;
  readonly answer: string | null | undefined;
  readonly onAnswer: (answer: string | null | undefined) => void;
}

/** The field: its list may be left at `later`. */
export function Ask({ label, hint, options, later, answer, onAnswer }: AskProps) {
  const index = options.findIndex((option) => option.answer === answer);
  // What speaks for the answer that is chosen.
  const why = options[index]?.why;
  const said = [hint, why].filter((each) => each !== undefined && each !== '').join(': ');
  return (
    <Field label={label} hint={said === '' ? '' : `${said}.`} size="small">
      <Select
        size="small"
        value={index < 0 ? '' : String(index)}
        onChange={(_, { value }) => onAnswer(value === '' ? undefined : options[Number(value)]?.answer)}
      >
        <option value="">{later}</option>
        {options.map(({ text }, place) => (
          <option key={text} value={String(place)}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  );
}

interface CorrectContext {
  readonly answers: Adoption['answers'];
  readonly schema: Schema;
  readonly actions: Pick<Actions, 'answer'>;
}

interface CorrectProps extends CorrectContext {
  readonly question: PaneQuestion;
  readonly label: string;
  readonly hint: string;
  /** What it is taken for. */
  readonly now: Asked['options'][number];
}

/** What nobody asks about, for a person who knows better. */
export function Correct({ question, label, hint, now, answers, schema, actions }: CorrectProps) {
  const { options } = askedOf(question, schema);
  return (
    <Ask
      {...{ label, hint }}
      options={options.filter(({ answer }) => answer !== now.answer)}
      later={now.text}
      answer={answers.get(questionId(question))?.answer}
      onAnswer={(answer) => actions.answer(question, answer)}
    />
  );
}
