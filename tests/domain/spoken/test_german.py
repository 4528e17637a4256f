"""What is said in German, and what is written. See `speaking` for the signs."""

import pytest

from tests.domain.spoken.speaking import cases, drawn, speak

TABLE = """
    Hallo Welt. | Wie geht es dir?                     -> Hallo Welt. Wie geht es dir?
    Wir waren in Wien, | Und dann fuhren wir.          -> Wir waren in Wien, und dann fuhren wir.
    hallo Komma Welt Punkt                             -> Hallo, Welt.
    Wie geht es dir Fragezeichen                       -> Wie geht es dir?
    Halt, Ausrufezeichen.                              -> Halt!
    Servus Rufzeichen                                  -> Servus!
    Zwei Dinge Doppelpunkt Milch und Eier              -> Zwei Dinge: Milch und Eier
    Es regnete Semikolon wir blieben                   -> Es regnete; wir blieben
    Es regnete Strichpunkt wir blieben                 -> Es regnete; wir blieben
    Hallo Beistrich Welt                               -> Hallo, Welt
    Das Bindestrich Projekt                            -> Das-Projekt
    Er kam Gedankenstrich endlich Gedankenstrich an    -> Er kam – endlich – an
    und Schrägstrich oder                              -> Und/oder
    anna Klammeraffe beispiel                          -> Anna@beispiel
    und so weiter Auslassungspunkte                    -> Und so weiter…
    der Hund Klammer auf ein Terrier Klammer zu bellte -> Der Hund (ein Terrier) bellte
    Anführungszeichen auf Hallo Anführungszeichen zu sagte er   -> „Hallo“ sagte er
    Er sagte Doppelpunkt Anführungszeichen unten ja Anführungszeichen oben  -> Er sagte: „ja“
    Anführungszeichen auf | hallo | Anführungszeichen zu | sagte er.  -> „Hallo“ sagte er.
    fünfzig Prozentzeichen                             -> Fünfzig%
    Hallo. Punkt.                                      -> Hallo.
    Hallo. | Fragezeichen.                             -> Hallo?
    Hallo, Komma, Welt.                                -> Hallo, Welt.
    Hallo. | Komma. | Aber nein.                       -> Hallo, aber nein.
    erste Zeile, neue Zeile, zweite Zeile.             -> Erste Zeile↵zweite Zeile.
    Hallo. | Neue Zeile. | Welt.                       -> Hallo.↵Welt.
    Hallo. | Neuer Absatz. | welt.                     -> Hallo.¶Welt.
    Liebe Anna Komma neue Zeile es geht mir gut Punkt  -> Liebe Anna,↵es geht mir gut.
    Name Tabulator Alter                               -> Name→Alter
    # Wörter, keine Zeichen
    Das ist ein Punkt für dich.                        -> Das ist ein Punkt für dich.
    In diesem Punkt sind wir einig.                    -> In diesem Punkt sind wir einig.
    Er kam auf den Punkt.                              -> Er kam auf den Punkt.
    Das ist ein wichtiger Punkt.                       -> Das ist ein wichtiger Punkt.
    Wir kommen zum Punkt.                              -> Wir kommen zum Punkt.
    Eine neue Zeile beginnt.                           -> Eine neue Zeile beginnt.
    Setz ein Komma.                                    -> Setz ein Komma.
    Das Haus ist groß und schön.                       -> Das Haus ist groß und schön.
    Er nahm es wörtlich.                               -> Er nahm es wörtlich.
    Wir gehen Punkt für Punkt vor.                     -> Wir gehen Punkt für Punkt vor.
    Ich weiß das Komma aber du nicht                   -> Ich weiß das, aber du nicht
    # Großschreibung, wörtlich, Ziffern, Leerzeichen
    das kleingeschrieben Haus                          -> Das haus
    das ist großgeschrieben wichtig                    -> Das ist Wichtig
    die alles groß nato tagt                           -> Die NATO tagt
    Großschreibung ein der kleine prinz Großschreibung aus ist gut  -> Der Kleine Prinz ist gut
    schreib wörtlich Komma hier                        -> Schreib Komma hier
    Seite Ziffer einundzwanzig                         -> Seite 21
    Seite Zahl 7 Punkt                                 -> Seite 7.
    Fuß ohne Leerzeichen ball                          -> Fußball
    # ganze Äußerungen
    Eins. | Zwei. | Streich das.                       -> Eins.
    Eins. | Lösche das. | Zwei.                        -> Zwei.
    Eins zwei. | Letztes Wort löschen.                 -> Eins
    Eins. | Zwei. | Rückgängig.                        -> Eins.
    Eins. | Zwei. | Rückgängig. | Wiederherstellen.    -> Eins. Zwei.
    Eins. | Alles kopieren. | Diktat beenden.          -> Eins.
    Streich das Brot aufs Brett.                       -> Streich das Brot aufs Brett.
    Wir müssen das löschen.                            -> Wir müssen das löschen.
"""


@pytest.mark.parametrize(("said", "text"), cases(TABLE))
def test_what_is_written(said: str, text: str) -> None:
    assert drawn(speak(said, "de-DE")) == text
