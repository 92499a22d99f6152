/** The view Adopt: what the workbook holds and how sure that is, questions about the rest, and the lines to hand on. */
import { explain } from '../../shared/rules/explain.ts';
import { percent } from '../../shared/sheet/propose/learn.ts';
import type { ProposedTab } from '../../shared/sheet/propose/proposal.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Actions } from './actions.ts';
import { Register } from './adopt-register.tsx';
import { type Adoption, questionId } from './adoption.ts';
import { Ask } from './ask.tsx';
import { askedOf } from './asked.ts';
import { Empty } from './empty.tsx';
import { KeptChoices } from './kept-choices.tsx';
import { ServiceLines } from './service-lines.tsx';
import type { PaneState } from './state.ts';
import { count } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** What was learnt, once it was asked for. */
export function AdoptView({ state, actions }: Props) {
  const { adoption, schema, work } = state;
  if (adoption === null) {
    return (
      <Empty title="Not looked at yet">
        Adopt reads the workbook and shows which sheet is taken for which register, and why.
      </Empty>
    );
  }
  const { proposal, choices, lines, suggested } = adoption;
  const busy = work !== null;
  return (
    <>
      <Questions {...{ adoption, schema, actions, busy }} />
      <section aria-label="What this workbook holds">
        <h2>
          What this workbook holds <span className="quiet">{proposal.tabs.length}</span>
        </h2>
        {proposal.tabs.length === 0 && (
          <p className="quiet">No sheet has a row of headings with records below it.</p>
        )}
        <ul>
          {proposal.tabs.map((each) => (
            <Register
              key={`${each.sheet} ${each.headerRow} ${each.tab.value} ${each.columns[0]?.at}`}
              register={each}
              mayBeAnother={isAlone(each, adoption)}
              answers={adoption.answers}
              {...{ schema, actions, busy }}
            />
          ))}
        </ul>
      </section>
      <Rules {...{ suggested, schema }} />
      <ServiceLines {...{ lines }} />
      <KeptChoices {...{ choices, schema, actions, busy }} />
    </>
  );
}

interface PartProps {
  readonly schema: Schema;
  readonly actions: Actions;
  readonly busy: boolean;
}

/** One field a question, the likely answer filled in. */
function Questions({ adoption, schema, actions }: PartProps & { readonly adoption: Adoption }) {
  const { questions, answers } = adoption;
  if (questions.length === 0) {
    return (
      <section aria-label="Please say">
        <p className="quiet">
          Nothing to ask. If something below is taken for the wrong thing, open its columns.
        </p>
      </section>
    );
  }
  return (
    <section aria-label="Please say" className="questions">
      <h2>
        Please say <span className="quiet">{questions.length}</span>
      </h2>
      {questions.map((question) => (
        <Ask
          key={questionId(question)}
          {...askedOf(question, schema)}
          later="Ask me later"
          answer={answers.get(questionId(question))?.answer}
          onAnswer={(answer) => actions.answer(question, answer)}
        />
      ))}
    </section>
  );
}

/** Rules that a team does not hold itself to yet. */
function Rules({ suggested, schema }: Pick<Adoption, 'suggested'> & { readonly schema: Schema }) {
  if (suggested.length === 0) return null;
  return (
    <section aria-label="Suggested rules">
      <h2>
        Suggested rules <span className="quiet">{suggested.length}</span>
      </h2>
      <p className="quiet">
        Fewer than 95 % of the rows meet these. The lines below switch them off until somebody wants them, but
        for those that other tabs are under too.
      </p>
      <ul>
        {suggested.map(({ rule, share, asked, mayGo }) => (
          <li className="card" key={rule}>
            <span className="place">
              <b>{rule}</b> · {percent(share)} of {count(asked, 'row')}
              {!mayGo && ' · stays on'}
            </span>
            {explain(schema, rule)?.about}
          </li>
        ))}
      </ul>
    </section>
  );
}

function isAlone({ sheet }: ProposedTab, { proposal, questions }: Adoption): boolean {
  return (
    proposal.tabs.filter((each) => each.sheet === sheet).length === 1 &&
    !questions.some((question) => question.ask === 'sheet' && question.sheet === sheet)
  );
}
