"""What is said in French, and what is written. See `speaking` for the signs."""

import pytest

from tests.domain.spoken.speaking import cases, drawn, speak

TABLE = """
    Bonjour le monde. | Comment ça va ?                -> Bonjour le monde. Comment ça va ?
    Il a dit « bonjour » à tous.                       -> Il a dit « bonjour » à tous.
    Nous étions à Lyon, | Et puis non.                 -> Nous étions à Lyon, et puis non.
    bonjour virgule monde point                        -> Bonjour, monde.
    comment ça va point d'interrogation                -> Comment ça va␣?
    comment ça va point d’interrogation                -> Comment ça va␣?
    Comment ça va point d'interrogation ?              -> Comment ça va␣?
    Comment ça va ? Point d'interrogation.             -> Comment ça va␣?
    arrête point d'exclamation                         -> Arrête␣!
    deux choses deux points du lait et des œufs        -> Deux choses␣: du lait et des œufs
    il pleuvait point virgule nous restions            -> Il pleuvait␣; nous restions
    il pleuvait point-virgule nous restions            -> Il pleuvait␣; nous restions
    il est venu tiret enfin                            -> Il est venu – enfin
    peut trait d'union être                            -> Peut-être
    et barre oblique ou                                -> Et/ou
    anna arobase exemple                               -> Anna@exemple
    et cætera points de suspension                     -> Et cætera…
    et trois petits points                             -> Et…
    le chien ouvrir la parenthèse un fox fermer la parenthèse aboie -> Le chien (un fox) aboie
    il a dit ouvrir les guillemets oui fermer les guillemets             -> Il a dit «␣oui␣»
    ouvrez les guillemets | oui | fermez les guillemets | et puis   -> «␣Oui␣» et puis
    Bonjour. Point.                                    -> Bonjour.
    Bonjour. | Point d'interrogation.                  -> Bonjour␣?
    Ça va ? | Point d'interrogation.                   -> Ça va␣?
    Bonjour, virgule, monde.                           -> Bonjour, monde.
    Bonjour. | Virgule. | Mais non.                    -> Bonjour, mais non.
    cinquante signe pourcent                           -> Cinquante␣%
    première ligne, à la ligne, deuxième ligne.        -> Première ligne↵deuxième ligne.
    Bonjour point à la ligne monde                     -> Bonjour.↵monde
    Bonjour. | À la ligne. | Monde.                    -> Bonjour.↵Monde.
    Bonjour. | Nouvelle ligne. | Monde.                -> Bonjour.↵Monde.
    Bonjour. | Nouveau paragraphe. | monde.            -> Bonjour.¶Monde.
    Nom tabulation âge                                 -> Nom→âge
    # des mots, pas des signes
    De mon point de vue c'est bon.                     -> De mon point de vue c'est bon.
    Point de vue intéressant.                          -> Point de vue intéressant.
    C'est un point important.                          -> C'est un point important.
    À ce point nous arrêtons.                          -> À ce point nous arrêtons.
    C'est au point.                                    -> C'est au point.
    Il manque une virgule.                             -> Il manque une virgule.
    Ils ont deux points communs.                       -> Ils ont deux points communs.
    Une nouvelle ligne ouvre.                          -> Une nouvelle ligne ouvre.
    Mets un point d'interrogation.                     -> Mets un point d'interrogation.
    C'est le premier point.                            -> C'est le premier point.
    # majuscules, littéral, chiffres, espaces
    mon ami majuscule jean                             -> Mon ami Jean
    une majuscule ici                                  -> Une majuscule ici
    la tout en majuscules nato                         -> La NATO
    majuscules activées le petit prince majuscules désactivées est bon  -> Le Petit Prince est bon
    écris littéral virgule ici                         -> Écris virgule ici
    c'est littéralement vrai                           -> C'est littéralement vrai
    page chiffre vingt et un                           -> Page 21
    page chiffre quatre-vingt-dix-neuf.                -> Page 99.
    porte sans espace feuille                          -> Portefeuille
    # phrases entières
    Un. | Deux. | Efface ça.                           -> Un.
    Un. | Supprime ça. | Deux.                         -> Deux.
    Un deux. | Efface le dernier mot.                  -> Un
    Un. | Deux. | Annuler.                             -> Un.
    Un. | Deux. | Annule ça. | Rétablir.               -> Un. Deux.
    Un. | Tout copier. | Qu'est-ce que je peux dire ?  -> Un.
    Efface ça du tableau.                              -> Efface ça du tableau.
    Il faut annuler le vol.                            -> Il faut annuler le vol.
"""

CANADA = """
    comment ça va point d'interrogation                -> Comment ça va?
    deux choses deux points du lait                    -> Deux choses␣: du lait
    il a dit ouvrir les guillemets oui fermer les guillemets  -> Il a dit «␣oui␣»
"""


@pytest.mark.parametrize(("said", "text"), cases(TABLE))
def test_what_is_written(said: str, text: str) -> None:
    assert drawn(speak(said, "fr-FR")) == text


@pytest.mark.parametrize(("said", "text"), cases(CANADA))
def test_canada_has_fewer_spaces(said: str, text: str) -> None:
    assert drawn(speak(said, "fr-CA")) == text
