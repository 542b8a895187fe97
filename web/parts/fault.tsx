import { Component, type ComponentChildren } from 'preact';
import { Page } from './page.tsx';

interface Props {
  /** The address: another one is another chance. */
  readonly at: string;
  readonly children: ComponentChildren;
}

/** A page that cannot be drawn says so; the way to the others stays, and nothing that can be drawn is made anew. */
export class Fault extends Component<Props, { failedAt: string | null }> {
  override state = { failedAt: null };

  override componentDidCatch() {
    this.setState({ failedAt: this.props.at });
  }

  override render({ at, children }: Props, { failedAt }: { failedAt: string | null }) {
    if (failedAt !== at) return children;
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
