import { render } from 'preact';
import { App } from './app.tsx';
import { Session } from './session.ts';
import { applySettings, readSettings } from './settings.ts';
import type { SignInConfig } from './sign-in-config.ts';
import { SessionContext } from './use-answer.ts';

const place = document.getElementById('app');
if (place === null) throw new Error('the page has no place for the dashboard');

applySettings(readSettings());

// A page that the browser has put aside holds what somebody saw: it signs in again.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

try {
  const config = (await (await fetch('/config.json')).json()) as SignInConfig;
  const session = await Session.begin(config);
  place.replaceChildren();
  render(
    <SessionContext.Provider value={session}>
      <App />
    </SessionContext.Provider>,
    place,
  );
} catch (cause) {
  const sentence = document.createElement('p');
  sentence.className = 'govuk-body';
  sentence.setAttribute('role', 'alert');
  sentence.textContent = `You could not be signed in. ${cause instanceof Error ? cause.message : ''}`;
  place.replaceChildren(sentence);
}
