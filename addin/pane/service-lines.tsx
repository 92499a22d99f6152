/** Lines for tracker.yaml, to be handed to whoever runs the service. */
import { Button } from '@fluentui/react-components';
import { useRef, useState } from 'react';

/** The lines with a button that copies them; a word where there are none. */
export function ServiceLines({ lines }: { readonly lines: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState('');
  if (lines === '') {
    return (
      <section aria-label="For tracker.yaml">
        <h2>For tracker.yaml</h2>
        <p className="quiet">Nothing: the configuration in force reads this workbook as shown.</p>
      </section>
    );
  }
  return (
    <section aria-label="For tracker.yaml">
      <h2>For tracker.yaml</h2>
      <p className="quiet">
        Hand these lines to whoever runs the service. In its tracker.yaml they make every workbook like this
        one be read so.
      </p>
      <textarea
        ref={area}
        className="lines"
        readOnly
        aria-label="Lines for tracker.yaml"
        rows={Math.min(12, lines.split('\n').length)}
        wrap="off"
        value={lines}
      />
      <div className="buttons">
        <Button
          size="small"
          onClick={async () => setSaid((await copied(lines, area.current)) ? 'Copied.' : SELECTED)}
        >
          Copy
        </Button>
        <span className="quiet" role="status">
          {said}
        </span>
      </div>
    </section>
  );
}

const SELECTED = 'They are selected: press Ctrl+C, on a Mac ⌘C.';

/** Copies the text, or where the host forbids that selects it in the field. */
async function copied(text: string, field: HTMLTextAreaElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Office hosts may keep the clipboard from a pane; a person's own keys always work.
    field?.focus();
    field?.select();
    return false;
  }
}
