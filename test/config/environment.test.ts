import assert from 'node:assert/strict';
import { readEnvironment } from '../../server/config/environment.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';

describe('the environment', () => {
  it('needs to say nothing', () => {
    const defaults = {
      port: 4000,
      host: '127.0.0.1',
      database: '.data/tracker.db',
      config: undefined,
      exports: '.data/exports',
      url: 'http://127.0.0.1:4000',
      token: undefined,
    };
    assert.deepEqual(readEnvironment({}), defaults);
    assert.deepEqual(readEnvironment({ TRACKER_PORT: '', TRACKER_TOKEN: '' }), defaults);
  });

  it('sets where the service listens and what it works on', () => {
    assert.deepEqual(
      readEnvironment({
        TRACKER_PORT: '8080',
        TRACKER_HOST: '0.0.0.0',
        TRACKER_DATABASE: 'postgres://db/tracker',
        TRACKER_CONFIG: 'tracker.yaml',
        TRACKER_EXPORTS: '/srv/exports',
        TRACKER_URL: 'https://tracker.example',
        TRACKER_TOKEN: 'secret',
      }),
      {
        port: 8080,
        host: '0.0.0.0',
        database: 'postgres://db/tracker',
        config: 'tracker.yaml',
        exports: '/srv/exports',
        url: 'https://tracker.example',
        token: 'secret',
      },
    );
  });

  it('is refused variable by variable', () => {
    assert.throws(
      () => readEnvironment({ TRACKER_PORT: 'http', TRACKER_URL: 'ftp://x' }),
      new ConfigurationError([
        { path: 'TRACKER_PORT', message: 'must be a port number' },
        { path: 'TRACKER_URL', message: 'must be an address such as http://127.0.0.1:4000' },
      ]),
    );
  });
});
