import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SURFACE, type Surface } from './classes/index.ts';
import { type Host, openHost } from './load.ts';

interface Reflected {
  readonly scalars: ReadonlyMap<string, boolean>;
  readonly navigation: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function pascal(name: string): string {
  return name.startsWith('_') ? name : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** What office.js itself says of a class. */
function reflected(excel: object, className: string): Reflected {
  const made: unknown = Reflect.get(excel, className);
  if (typeof made !== 'function') throw new Error(`office.js has no class Excel.${className}.`);
  const prototype: object = made.prototype;
  const names = strings(Reflect.get(prototype, '_scalarPropertyOriginalNames'));
  const updateable = strings(Reflect.get(prototype, '_scalarPropertyUpdateable'));
  return {
    scalars: new Map(names.map((name, index) => [name, updateable[index] === 'true'])),
    navigation: new Set(strings(Reflect.get(prototype, '_navigationPropertyNames')).map(pascal)),
    methods: new Set(Object.getOwnPropertyNames(prototype).map(pascal)),
  };
}

function unknownMembers({ scalars, updateable, navigation, methods }: Surface, real: Reflected): string[] {
  return [
    ...scalars.filter((name) => !real.scalars.has(name)),
    ...updateable.filter((name) => real.scalars.get(name) !== true).map((name) => `setting ${name}`),
    ...navigation.filter((name) => !real.navigation.has(name)),
    ...methods.filter((name) => !real.methods.has(name)),
  ];
}

describe('the host answers only for members that office.js has', () => {
  let host: Host;
  before(async () => {
    host = await openHost({ sheets: [{ name: 'Risks' }] });
  });

  for (const surface of SURFACE) {
    it(`Excel.${surface.className}`, () => {
      assert.deepEqual(unknownMembers(surface, reflected(host.Excel, surface.className)), []);
    });
  }

  it('and that the typings of office.js declare', () => {
    const typings = readFileSync(
      createRequire(import.meta.url).resolve('@types/office-js/index.d.ts'),
      'utf8',
    );
    const undeclared = SURFACE.flatMap(({ className, scalars, navigation, methods }) => {
      const start = typings.indexOf(
        `\n    class ${className} extends OfficeExtension.ClientObject {`,
        typings.indexOf('namespace Excel {'),
      );
      const declared = typings.slice(start, typings.indexOf('\n    }\n', start));
      return [...scalars, ...navigation, ...methods]
        .filter((name) => !name.startsWith('_'))
        .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`)
        .filter((name) => start < 0 || !new RegExp(`\\b${name}[?]?[(:<]`).test(declared))
        .map((name) => `${className}.${name}`);
    });
    assert.deepEqual(undeclared, []);
  });

  it('a misspelt member is found', () => {
    const misspelt: Surface = {
      className: 'Range',
      scalars: ['Adress', 'Values'],
      updateable: ['Address'],
      navigation: ['Formatting'],
      methods: ['GetSell'],
    };
    assert.deepEqual(unknownMembers(misspelt, reflected(host.Excel, 'Range')), [
      'Adress',
      'setting Address',
      'Formatting',
      'GetSell',
    ]);
  });
});
