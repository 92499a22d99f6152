import assert from 'node:assert/strict';
import { merged } from '../../server/config/merge.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';

const OWN = `# Ours, since March
timeZone: Europe/London # where we sit

tabs:
  risks:
    sheets: [R log] # the old one
    columns:
      # People call it so
      owner: { aliases: [Boss] }
  actions: false
`;

describe('settings laid into a tracker.yaml', () => {
  it('add what is new below what stands there, whose lines and comments stay', () => {
    const settings = {
      timeZone: 'Europe/Paris',
      tabs: {
        risks: {
          sheets: ['R log', 'Threats'],
          columns: { owner: { aliases: ['Who'] }, area: { type: 'text' } },
        },
        plants: { title: 'Plants' },
      },
    };
    const rules = { 'see-above': { value: 'off', remark: '50 % of 2 rows meet it' } };
    assert.equal(
      merged(OWN, settings, rules, 'Few met these.'),
      `# Ours, since March
timeZone: Europe/London # where we sit

tabs:
  risks:
    sheets: [ R log, Threats ] # the old one
    columns:
      # People call it so
      owner: { aliases: [ Boss, Who ] }
      area:
        type: text
  actions: false
  plants:
    title: Plants
rules:
  # Few met these.
  see-above: off # 50 % of 2 rows meet it
`,
    );
  });

  it('change nothing that a person set, and take another key where one was dropped', () => {
    const text = 'tabs:\n  actions: false\nrules:\n  see-above: info\n';
    const settings = { tabs: { actions: { title: 'Jobs' } } };
    assert.equal(
      merged(text, settings, { 'see-above': { value: 'off', remark: 'few' } }),
      'tabs:\n  actions: false\n  actions-2:\n    title: Jobs\nrules:\n  see-above: info\n',
    );
  });

  it('fill an empty file, and one of comments alone', () => {
    assert.equal(
      merged('', { tabs: { plants: { title: 'Plants' } } }),
      'tabs:\n  plants:\n    title: Plants\n',
    );
    assert.equal(merged('# nothing yet\n', { timeZone: 'UTC' }), '# nothing yet\n\ntimeZone: UTC\n');
    assert.deepEqual([merged('', {}), merged('# nothing yet\n', {})], ['', '# nothing yet\n']);
    assert.equal(merged('tabs:\n', { tabs: { plants: { title: 'P' } } }), 'tabs:\n  plants:\n    title: P\n');
  });

  it('are refused where nothing can be added', () => {
    const text = 'base: &base\n  title: T\ntabs:\n  risks: *base\n';
    assert.throws(() => merged(text, { tabs: { risks: { sheets: ['A'] } } }), ConfigurationError);
  });
});
