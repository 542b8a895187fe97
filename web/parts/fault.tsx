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
          Something in it is not as expected. <a href="/">Start at home</a>, or try again later.
        </p>
      </Page>
    );
  }
}
