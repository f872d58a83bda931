import { Notice } from '@sos/ui/plain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

/** Asked once when somebody is there. Only a contradiction is news: then the screen changes, and otherwise it never does. */
function useContradiction(): boolean {
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    let current = true;
    const follow = async () => (await import('../../platform/log/own-log.js')).ownLogFollower().follow();
    void follow().then(
      ({ status }) => {
        if (current && status === 'broken') setIsBroken(true);
      },
      // The code for it could not be fetched: as with a log that does not answer, nothing is proven.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return isBroken;
}

/** Wherever a signed-in person is: that the server shows different people different things. It says nothing while all is well. */
export function LogAlarm() {
  const { t } = useTranslation('team');
  if (!useContradiction()) return null;
  return (
    <Notice tone="danger" title={t('log.alarm.title')} role="alert">
      <p>{t('log.alarm.text')}</p>
      <p>
        <Link to="/app/team">{t('log.alarm.link')}</Link>
      </p>
    </Notice>
  );
}
