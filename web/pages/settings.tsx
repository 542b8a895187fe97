import { Page } from '../parts/page.tsx';
import { changeSetting, SETTINGS, type SettingName, useSettings } from '../settings.ts';

/** How pages look in this browser. */
export function SettingsPage() {
  const settings = useSettings();
  return (
    <Page title="Settings" crumbs={[{ href: '/', text: 'Home' }]}>
      <p class="govuk-body">These settings apply in this browser only. They change at once and are not sent to anybody.</p>
      {(Object.keys(SETTINGS) as SettingName[]).map((name) => (
        <fieldset class="govuk-fieldset govuk-form-group" key={name}>
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{SETTINGS[name].title}</legend>
          <div class="govuk-radios govuk-radios--small">
            {Object.entries(SETTINGS[name].options).map(([option, text]) => (
              <div class="govuk-radios__item" key={option}>
                <input
                  class="govuk-radios__input"
                  type="radio"
                  id={`${name}-${option}`}
                  name={name}
                  checked={settings[name] === option}
                  onChange={() => changeSetting(name, option)}
                />
                <label class="govuk-label govuk-radios__label" for={`${name}-${option}`}>
                  {text}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
      ))}
    </Page>
  );
}
