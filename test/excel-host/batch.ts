/**
 * Runs one request: its actions in order, up to the first that fails. What was done before that stays done,
 * as in Excel.
 */
import { workbook } from './classes/workbook.ts';
import { ACTION, type Action, type ObjectPath, PATH, type Query, type Request } from './decode.ts';
import { HostError, notImplemented } from './error.ts';
import { bind, type Call, type Json, type Target } from './target.ts';

export interface Answer {
  readonly Results: readonly { readonly ActionId: number; readonly Value: Json }[];
  readonly Error?: {
    readonly Code: string;
    readonly Message: string;
    readonly Location: string;
    readonly ActionIndex: number;
    readonly HttpStatusCode: number;
  };
}

const SILENT: Target = bind(
  { className: 'AddinInternalService', scalars: {}, actions: { NotifyActionHandlerReady: () => null } },
  null,
);

/** The answer to a request. Never throws for what a request asks; a defect of the host itself is thrown. */
export function run(request: Request, call: Call): Answer {
  const objects = new Map<number, Target | null>();
  const results: { ActionId: number; Value: Json }[] = [];
  for (const [index, action] of request.actions.entries()) {
    try {
      const value = perform(action, request, objects, call);
      results.push({ ActionId: action.Id, Value: value ?? null });
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      const path = request.paths.get(action.ObjectPathId);
      return {
        Results: results,
        Error: {
          Code: error.code,
          Message: error.message,
          Location: location(action, path, objects),
          ActionIndex: index,
          HttpStatusCode: 400,
        },
      };
    }
  }
  return { Results: results };
}

function perform(action: Action, request: Request, objects: Map<number, Target | null>, call: Call): Json {
  // Traces are about no object.
  if (action.ActionType === ACTION.trace) return null;
  const target = resolve(action.ObjectPathId, request, objects, call);
  switch (action.ActionType) {
    case ACTION.instantiate:
      return target === null ? null : identityOf(target, call);
    case ACTION.query:
      return target === null ? null : query(target, action.QueryInfo ?? {}, call);
    case ACTION.set: {
      const value = argumentsOf(action, request, objects, call)[0];
      present(target, action.Name).write(action.Name, value, call);
      return null;
    }
    case ACTION.method: {
      // office.js asks to keep any range that it is handed, also one that turns out to be none.
      if (target === null && action.Name === '_KeepReference') return null;
      const args = argumentsOf(action, request, objects, call);
      return present(target, action.Name).action(action.Name, args, call);
    }
    default:
      throw notImplemented(`requests of action type ${action.ActionType} (${action.Name})`);
  }
}

function present(target: Target | null, name: string): Target {
  if (target === null) {
    throw new HostError('InvalidArgument', `The object is a null object, so ${name} can't be used on it.`);
  }
  return target;
}

function identityOf(target: Target, call: Call): Json {
  for (const [id, kept] of call.references) {
    if (kept.subject === target.subject) return { ...target.identity, _ReferenceId: id };
  }
  return target.identity;
}

function resolve(
  id: number,
  request: Request,
  objects: Map<number, Target | null>,
  call: Call,
): Target | null {
  const known = objects.get(id);
  if (known !== undefined) return known;
  const path = request.paths.get(id);
  if (path === undefined) throw new Error(`The request names object ${id} and does not say what it is.`);
  const found = find(path, request, objects, call);
  objects.set(id, found);
  return found;
}

function find(
  path: ObjectPath,
  request: Request,
  objects: Map<number, Target | null>,
  call: Call,
): Target | null {
  const parentId = path.ParentObjectPathId ?? null;
  switch (path.ObjectPathType) {
    case PATH.root:
      return bind(workbook, call.book);
    case PATH.made: {
      if (path.Name === 'Microsoft.InternalService.AddinInternalService') return SILENT;
      throw notImplemented(`the class ${path.Name}`);
    }
    case PATH.reference: {
      const kept = call.references.get(path.Name);
      if (kept === undefined)
        throw new HostError('ItemNotFound', 'Excel does not find it: the range was released.');
      return kept;
    }
    case PATH.nothing:
      return null;
  }
  if (parentId === null)
    throw notImplemented(`an object of path type ${path.ObjectPathType} without a parent`);
  const parent = resolve(parentId, request, objects, call);
  if (parent === null) return null;
  const args = argumentsOf(path, request, objects, call);
  switch (path.ObjectPathType) {
    case PATH.method:
      return parent.object(path.Name, args, call);
    case PATH.property:
      return parent.navigate(path.Name, call);
    case PATH.indexer:
      return parent.item(args[0], call);
    default:
      throw notImplemented(`objects of path type ${path.ObjectPathType}`);
  }
}

function argumentsOf(
  { ArgumentInfo }: Pick<Action, 'ArgumentInfo'>,
  request: Request,
  objects: Map<number, Target | null>,
  call: Call,
): readonly unknown[] {
  const args = ArgumentInfo?.Arguments ?? [];
  const ids = ArgumentInfo?.ReferencedObjectPathIds ?? [];
  return args.map((argument, index) => {
    const id = ids[index];
    if (Array.isArray(id)) throw notImplemented('objects inside an array argument');
    return typeof id === 'number' && id > 0 ? resolve(id, request, objects, call) : argument;
  });
}

/** The members that a `load` names, with their paths into other objects and into a collection's items. */
function query(target: Target, asked: Query, call: Call): Json {
  const names = [...(asked.Select ?? []), ...(asked.Expand ?? []).map((name) => `${name}/*`)];
  const selected = names.length === 0 ? ['*'] : names;
  if (!target.isCollection) return members(target, selected, call);
  const items = target.items(call).slice(asked.Skip ?? 0);
  const listed = asked.Top === null || asked.Top === undefined ? items : items.slice(0, asked.Top);
  const own = selected.filter((name) => target.hasScalar(wire(name)));
  const of = selected.filter((name) => !target.hasScalar(wire(name)));
  return {
    ...(own.length > 0 ? members(target, own, call) : {}),
    _Items: listed.map((item) => members(item, of.length === 0 ? ['*'] : of, call)),
  };
}

function members(target: Target, names: readonly string[], call: Call): { readonly [key: string]: Json } {
  const out: Record<string, Json> = { ...target.identity };
  const deeper = new Map<string, string[]>();
  for (const name of names) {
    const [first = '', ...rest] = name.split('/').filter((part) => part !== '' && part !== 'items');
    if (first === '*' || first === '$all') {
      for (const scalar of target.scalarNames) out[scalar] = target.read(scalar, call);
    } else if (rest.length > 0 || target.hasNavigation(wire(first))) {
      deeper.set(wire(first), [...(deeper.get(wire(first)) ?? []), rest.length > 0 ? rest.join('/') : '*']);
    } else {
      out[wire(first)] = target.read(wire(first), call);
    }
  }
  for (const [name, select] of deeper) {
    const child = target.navigate(name, call);
    out[name] = child === null ? null : query(child, { Select: select }, call);
  }
  return out;
}

/** `rowIndex` is `RowIndex` on the wire; names of the host's own stay. */
function wire(name: string): string {
  return name.startsWith('_') ? name : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function location(
  action: Action,
  path: ObjectPath | undefined,
  objects: ReadonlyMap<number, Target | null>,
): string {
  const target = objects.get(action.ObjectPathId);
  const parent = path?.ParentObjectPathId == null ? undefined : objects.get(path.ParentObjectPathId);
  const camel = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (target === undefined) return `${parent?.className ?? 'Workbook'}.${camel(path?.Name || 'getItem')}`;
  return `${target?.className ?? 'Null'}.${camel(action.Name)}`;
}
