/** Where the service asks who we are. The token stays in this browser, never in the workbook. */
import { Button, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { Actions } from './actions.ts';

interface Props {
  readonly connection: { readonly message: string };
  readonly actions: Pick<Actions, 'setToken'>;
}

/** The field for a token, with what the service said. */
export function TokenField({ connection, actions }: Props) {
  const [token, setToken] = useState('');
  return (
    <form
      className="token"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') void actions.setToken(token.trim());
      }}
    >
      <p className="quiet">{connection.message}</p>
      <Field label="Your token" size="small">
        <Input
          type="password"
          autoComplete="off"
          value={token}
          onChange={(_, { value }) => setToken(value)}
        />
      </Field>
      <Button type="submit">Sign in</Button>
    </form>
  );
}
