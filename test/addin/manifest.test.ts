import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkManifest } from '../../addin/manifest/check.ts';

const MANIFEST = fileURLToPath(new URL('../../manifest.xml', import.meta.url));

describe('the manifest', () => {
  let folder: string;
  let manifest: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'manifest-'));
    manifest = await readFile(MANIFEST, 'utf8');
  });
  after(() => rm(folder, { recursive: true }));

  async function messagesAfter(from: string | RegExp, to: string): Promise<string[]> {
    const changed = manifest.replace(from, to);
    assert.notEqual(changed, manifest, 'the mutation must change something');
    const path = join(folder, 'manifest.xml');
    await writeFile(path, changed);
    return (await checkManifest(path)).map(({ message }) => message.replace(/line \d+/, 'line N'));
  }

  it('has no problems', async () => {
    assert.deepEqual(await checkManifest(MANIFEST), []);
  });

  const mutations: readonly {
    readonly title: string;
    readonly from: string | RegExp;
    readonly to: string;
    readonly messages: readonly string[];
  }[] = [
    {
      title: 'a reference to no resource',
      from: '<Label resid="Sync.Label" />',
      to: '<Label resid="Sync.Lable" />',
      messages: [
        '<Label> names "Sync.Lable", which no resource has.',
        'Nothing names the resource "Sync.Label". Take it out.',
      ],
    },
    {
      title: 'a reference to a resource of another kind',
      from: '<Title resid="Sync.Title" />',
      to: '<Title resid="Sync.Description" />',
      messages: [
        '<Title> needs one of ShortStrings, but "Sync.Description" is one of LongStrings.',
        'Nothing names the resource "Sync.Title". Take it out.',
      ],
    },
    {
      title: 'an address over plain HTTP',
      from: '<bt:Url id="Url.LearnMore" DefaultValue="https://',
      to: '<bt:Url id="Url.LearnMore" DefaultValue="http://',
      messages: ['"http://localhost:4443/" must begin with https://.'],
    },
    {
      title: 'an address on another origin',
      from: '<SupportUrl DefaultValue="https://localhost:4443/" />',
      to: '<SupportUrl DefaultValue="https://example.org/" />',
      messages: ['"https://example.org/" is on another origin than the pane, https://localhost:4443.'],
    },
    {
      title: 'an icon of another size than declared',
      from: 'id="Icon.Sync.16" DefaultValue="https://localhost:4443/addin/icons/sync-16.png"',
      to: 'id="Icon.Sync.16" DefaultValue="https://localhost:4443/addin/icons/sync-32.png"',
      messages: [
        '"https://localhost:4443/addin/icons/sync-32.png" is 32 by 32 pixels, not 16 by 16.',
        '"https://localhost:4443/addin/icons/sync-32.png" is 32 by 32 pixels, not 16 by 16.',
      ],
    },
    {
      title: 'an icon without a file',
      from: 'product-64.png',
      to: 'product-65.png',
      messages: ['"https://localhost:4443/addin/icons/product-65.png" has no PNG file behind it.'],
    },
    {
      title: 'a button without an icon of 80 pixels',
      from: /<bt:Image size="80" resid="Icon.ShowPane.80" \/>/,
      to: '',
      messages: [
        '<Icon> needs an image of 80 pixels.',
        'Nothing names the resource "Icon.ShowPane.80". Take it out.',
      ],
    },
    {
      title: 'a control id used twice',
      from: 'id="DesignTracker.CheckWorkbook"',
      to: 'id="DesignTracker.CheckTab"',
      messages: ['The tab, group or control id "DesignTracker.CheckTab" is used before, on line N.'],
    },
    {
      title: 'a resource id used twice',
      from: '<bt:String id="Group.Check"',
      to: '<bt:String id="Group.Ledger"',
      messages: [
        '<Label> names "Group.Check", which no resource has.',
        'The resource id "Group.Ledger" is used before, on line N.',
      ],
    },
    {
      title: 'elements out of order',
      from: /(<FunctionFile resid="Url.Pane" \/>)([\s\S]*?)(<\/ExtensionPoint>)/,
      to: '$2$3$1',
      messages: ['<FunctionFile> must stand before <ExtensionPoint> in <DesktopFormFactor>.'],
    },
    {
      title: 'a missing element',
      from: /<FunctionName>sync<\/FunctionName>/,
      to: '',
      messages: ['No button runs the function "sync".', '<Action> needs a <FunctionName>.'],
    },
    {
      title: 'a function that no code is associated with',
      from: '<FunctionName>sync</FunctionName>',
      to: '<FunctionName>synch</FunctionName>',
      messages: ['No button runs the function "sync".', 'No code is associated with the function "synch".'],
    },
    {
      title: 'a pane that is not the shared runtime',
      from: '<SourceLocation resid="Url.Pane" />',
      to: '<SourceLocation resid="Url.LearnMore" />',
      messages: ['<SourceLocation> names "Url.LearnMore", but the shared <Runtime> "Url.Pane".'],
    },
    {
      title: 'a runtime that ends with the pane',
      from: 'lifetime="long"',
      to: 'lifetime="short"',
      messages: ['The <Runtime> needs lifetime="long" to be shared.'],
    },
    {
      title: 'a requirement that the code has outgrown',
      from: 'Name="ExcelApi" MinVersion="1.14"',
      to: 'Name="ExcelApi" MinVersion="1.7"',
      messages: ['<Requirements> of <OfficeApp> must ask for ExcelApi 1.14.'],
    },
    {
      title: 'a string that is too long',
      from: '<bt:String id="Tab.Label" DefaultValue="Design Tracker"',
      to: `<bt:String id="Tab.Label" DefaultValue="${'x'.repeat(126)}"`,
      messages: ['The value of "Tab.Label" has 126 characters; 1 to 125 are allowed.'],
    },
    {
      title: 'an id that is no GUID',
      from: /<Id>[^<]*/,
      to: '<Id>design-tracker',
      messages: ['<Id> must be a GUID.'],
    },
  ];
  for (const { title, from, to, messages } of mutations) {
    it(`is not let through with ${title}`, async () => {
      assert.deepEqual(await messagesAfter(from, to), messages);
    });
  }

  it('names the place where the XML is broken', async () => {
    await assert.rejects(messagesAfter('</Hosts>', '</Host>'), /manifest\.xml:\d+:\d+/);
  });
});
