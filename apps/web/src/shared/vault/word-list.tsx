import styles from './vault.module.css';

/** The words are English whatever the page speaks; a screen reader should say them so, and a translator leave them alone. */
export function WordList({ words }: { words: string }) {
  return (
    <ol className={styles['words']} translate="no" lang="en">
      {words.split(' ').map((word, index) => (
        <li key={index}>{word}</li>
      ))}
    </ol>
  );
}
