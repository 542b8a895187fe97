import { Component, type ComponentChildren } from 'preact';
import { Page } from './page.tsx';

interface Props {
  readonly children: ComponentChildren;
}

/** A page that cannot be drawn says so; the way to the others stays. */
export class Fault extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override render({ children }: Props, { failed }: { failed: boolean }) {
    if (!failed) return children;
    return (
      <Page title="This page cannot be shown">
        <p class="govuk-body">
          Something in it is not as expected.{' '}
          <button type="button" class="app-link-button" onClick={() => location.reload()}>
            Load it again
          </button>{' '}
          or <a href="/">start at home</a>.
        </p>
      </Page>
    );
  }
}
