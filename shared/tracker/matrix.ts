/**
 * What a risk's probability and impact come to. Registers differ: some matrices are no product at all, and
 * bands have other edges in other organisations, so both are configuration.
 */
export interface Matrix {
  /** `scores[probability - 1]?.[impact - 1]`: as many rows as probabilities, as many columns as impacts. */
  readonly scores: readonly (readonly number[])[];
  /** From the lowest up, without overlap. */
  readonly bands: readonly Band[];
}

export interface Band {
  /** The lowest and the highest score in it. */
  readonly from: number;
  readonly to: number;
  readonly band: string;
  readonly rag: 'Red' | 'Amber' | 'Green';
}

const scale = [1, 2, 3, 4, 5];

/** Five by five, the product; the bands 1–3, 4–6, 8–12, 15–20 and 25 are those of a published UK register. */
export const defaultMatrix: Matrix = {
  scores: scale.map((probability) => scale.map((impact) => probability * impact)),
  bands: [
    { from: 1, to: 3, band: 'Very Low', rag: 'Green' },
    { from: 4, to: 6, band: 'Low', rag: 'Green' },
    { from: 8, to: 12, band: 'Medium', rag: 'Amber' },
    { from: 15, to: 20, band: 'High', rag: 'Red' },
    { from: 25, to: 25, band: 'Very High', rag: 'Red' },
  ],
};

/** The score of a probability and an impact, both counted from 1; undefined where the matrix has none. */
export function scoreOf(matrix: Matrix, probability: number, impact: number): number | undefined {
  return matrix.scores[probability - 1]?.[impact - 1];
}

/** The band that a score falls into; undefined where it falls into none. */
export function bandOf(matrix: Matrix, score: number): Band | undefined {
  return matrix.bands.find((band) => band.from <= score && score <= band.to);
}
