/** A value that views watch: as much of a store as one pane needs. */
import { useSyncExternalStore } from 'react';

export interface Store<State> {
  get(): State;
  /** Lays these fields over the state and tells the watchers. */
  set(change: Partial<State>): void;
  /** Answers how to stop watching. */
  watch(watcher: () => void): () => void;
}

/** A store with this state to begin with. */
export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const watcher of watchers) watcher();
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
  };
}

/** The state of a store, in a component that is drawn again whenever it changes. */
export function useStore<State>(store: Pick<Store<State>, 'get' | 'watch'>): State {
  return useSyncExternalStore(store.watch, store.get);
}
