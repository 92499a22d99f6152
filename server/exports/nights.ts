/** When nights begin, in the time zone of the tracker: across the changes of the clock too. */
import { Cron } from 'croner';
import { dayIn } from '../ledger/today.ts';

const DAY_MS = 86_400_000;

export interface NightTimes {
  /** `HH:MM` */
  readonly exportAt: string;
  readonly timeZone: string;
}

/** The cron pattern of the nightly run. */
export function pattern({ exportAt }: NightTimes): string {
  const [hour, minute] = exportAt.split(':').map(Number);
  return `${minute} ${hour} * * *`;
}

/** The moment (epoch milliseconds) at which the run of a night, `YYYY-MM-DD`, is due. */
export function dueAt(times: NightTimes, night: string): number {
  const cron = new Cron(pattern(times), { timezone: times.timeZone, paused: true });
  // A zone's midnight lies within 14 hours of that of UTC; the first run of that local day is the one.
  for (let after = new Date(Date.parse(night) - DAY_MS); ; ) {
    const run = cron.nextRun(after);
    if (run === null) throw new Error(`No run of ${pattern(times)} after ${after.toISOString()}`);
    if (dayIn(times.timeZone, run.getTime()) >= night) return run.getTime();
    after = run;
  }
}

/** The last night whose run is due by `now`. */
export function lastNight(times: NightTimes, now: number): string {
  const today = dayIn(times.timeZone, now);
  return dueAt(times, today) <= now ? today : dayBefore(today);
}

/** The nights after `night`, up to and with `last`, oldest first. */
export function nightsAfter(night: string, last: string): string[] {
  const nights: string[] = [];
  for (let day = dayAfter(night); day <= last; day = dayAfter(day)) nights.push(day);
  return nights;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}
