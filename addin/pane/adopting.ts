/** Adopting a workbook: showing what it holds, and keeping what a person says of it. */
import { remembered } from '../../shared/sheet/follow.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { propose } from '../../shared/sheet/propose/propose.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { NO_CHOICES } from '../../shared/sync/copy.ts';
import { keepChoices } from '../../shared/sync/keep-choices.ts';
import type { SyncOptions } from '../../shared/sync/options.ts';
import { busyMessage } from '../../shared/sync/outcome.ts';
import { readChoices } from '../../shared/sync/state.ts';
import { STATE_SHEET, type Workbook } from '../../shared/sync/workbook.ts';
import { type PaneQuestion, questionId } from './adoption.ts';
import { asShown, known, type OneChoice, withNewKeys, without, withPaneAnswers } from './answers.ts';
import type { Run, Surroundings } from './desk.ts';
import { adoptionOf } from './looking.ts';

export interface Adopting {
  /** Shows what the workbook holds and asks about the rest. */
  adopt(): Promise<void>;
  /** Answers a question, or says what nobody asked; undefined takes the answer back. */
  answer(question: PaneQuestion, answer: string | null | undefined): void;
  /** Keeps the answers, and what is shown beside them, in this copy, where every check and sync reads them. */
  keepAnswers(): Promise<void>;
  /** Takes a choice back that this copy keeps, so that it is asked about again. */
  askAgain(choice: OneChoice): Promise<void>;
}

interface AdoptingSurroundings extends Pick<Surroundings, 'store'> {
  readonly workbook: Workbook;
  /** Those of a sync that may begin now. */
  readonly options: () => SyncOptions;
  readonly run: Run;
  readonly checkNow: (sheet: string | null) => Promise<void>;
}

/** The actions of adopting. */
export function adopting({ store, workbook, options, run, checkNow }: AdoptingSurroundings): Adopting {
  async function look(): Promise<void> {
    const { grids, state } = await workbook.read();
    const choices = readChoices(state) ?? NO_CHOICES;
    const { adoption } = store.get();
    store.set({ view: 'adopt', adoption: adoptionOf(store.get(), grids, choices, adoption) });
  }

  /** Changes the choices that the copy keeps, by what it holds now; answers why it could not, or null. */
  async function keep(change: (choices: Choices, grids: readonly Grid[]) => Choices): Promise<string | null> {
    const { schema } = store.get();
    const { grids, state: rows, canKeepState } = await workbook.read();
    if (!canKeepState) return PROTECTED;
    const changed = change(readChoices(rows) ?? NO_CHOICES, grids);
    const map = remembered(schema, changed, recognise(schema, grids, changed));
    const busy = await keepChoices(options(), map);
    return busy && busyMessage(busy);
  }

  async function keepAndLook(change: Parameters<typeof keep>[0], said: string): Promise<void> {
    const refused = await keep(change);
    const { adoption } = store.get();
    if (refused === null && adoption !== null) {
      store.set({ adoption: { ...adoption, questions: [], answers: new Map() } });
      await checkNow(null);
    }
    const text = refused ?? said;
    store.set({ notice: { intent: refused === null ? 'success' : 'warning', text } });
  }

  return {
    adopt: () => run('Looking at what the workbook holds', look),

    answer(question, answer) {
      const { adoption } = store.get();
      if (adoption === null) return;
      const answers = new Map(adoption.answers);
      if (answer === undefined) answers.delete(questionId(question));
      else answers.set(questionId(question), { question, answer });
      store.set({ adoption: { ...adoption, answers } });
    },

    keepAnswers: () =>
      run('Keeping your answers in the workbook', async () => {
        const { adoption, schema } = store.get();
        if (adoption === null) return;
        await keepAndLook((choices, grids) => {
          const answered = withPaneAnswers(choices, adoption);
          const proposal = propose(schema, grids, known(schema, answered));
          return withNewKeys(asShown(proposal, answered), proposal, adoption);
        }, KEPT);
      }),

    askAgain: (choice) =>
      run('Taking the choice back', () => keepAndLook((choices) => without(choices, choice), TAKEN_BACK)),
  };
}

const KEPT =
  'Kept in this workbook, for every check and sync of it. For other workbooks, hand the lines below to whoever runs the service.';
const PROTECTED =
  `The structure of this workbook is protected, so the hidden sheet "${STATE_SHEET}" that keeps your answers can't be ` +
  'made. Take the protection off (Review, Protect Workbook), keep the answers, and protect it again.';
const TAKEN_BACK = 'This workbook no longer keeps that choice.';
