"""What is said in Spanish, and what is written. See `speaking` for the signs."""

import pytest

from tests.domain.spoken.speaking import cases, drawn, speak

TABLE = """
    Hola mundo. | ¿Cómo estás?                         -> Hola mundo. ¿Cómo estás?
    Estuvimos en Lima, | Y luego nos fuimos.           -> Estuvimos en Lima, y luego nos fuimos.
    hola coma mundo punto                              -> Hola, mundo.
    abrir interrogación cómo estás cerrar interrogación        -> ¿Cómo estás?
    Hola. Abre interrogación cómo estás cierra interrogación.  -> Hola. ¿Cómo estás?
    abrir exclamación qué bien cerrar exclamación      -> ¡Qué bien!
    Pero abrir interrogación qué dices cerrar interrogación    -> Pero ¿qué dices?
    ¿Cómo estás? Cerrar interrogación.                 -> ¿Cómo estás?
    cómo estás signo de interrogación                  -> Cómo estás?
    alto signo de exclamación                          -> Alto!
    dos cosas dos puntos leche y huevos                -> Dos cosas: leche y huevos
    llovía punto y coma nos quedamos                   -> Llovía; nos quedamos
    vino raya por fin raya a casa                      -> Vino – por fin – a casa
    físico guion químico                               -> Físico-químico
    físico guión químico                               -> Físico-químico
    y barra o                                          -> Y/o
    anna arroba ejemplo                                -> Anna@ejemplo
    y así puntos suspensivos                           -> Y así…
    el perro abrir paréntesis un terrier cerrar paréntesis ladra  -> El perro (un terrier) ladra
    dijo dos puntos abrir comillas sí cerrar comillas  -> Dijo: «sí»
    dijo abre comillas | sí | cierra comillas | y ya   -> Dijo «sí» y ya
    cincuenta signo de porcentaje                      -> Cincuenta%
    serpiente guion bajo caso                          -> Serpiente_caso
    Hola. Punto.                                       -> Hola.
    Hola. | Signo de exclamación.                      -> Hola!
    Hola, coma, mundo.                                 -> Hola, mundo.
    Hola. | Coma. | Pero no.                           -> Hola, pero no.
    primera línea, nueva línea, segunda línea.         -> Primera línea↵segunda línea.
    Hola. | Nueva línea. | Mundo.                      -> Hola.↵Mundo.
    Hola. | Nuevo párrafo. | mundo.                    -> Hola.¶Mundo.
    hola punto y aparte mundo                          -> Hola.¶Mundo
    Hola. | Punto y aparte. | mundo.                   -> Hola.¶Mundo.
    hola punto y seguido mundo                         -> Hola. Mundo
    Nombre tabulador edad                              -> Nombre→edad
    # palabras, no signos
    Desde mi punto de vista está bien.                 -> Desde mi punto de vista está bien.
    Punto de vista interesante.                        -> Punto de vista interesante.
    Es un punto importante.                            -> Es un punto importante.
    En este punto paramos.                             -> En este punto paramos.
    A las tres en punto salimos.                       -> A las tres en punto salimos.
    Está a punto de llover.                            -> Está a punto de llover.
    El paciente está en coma.                          -> El paciente está en coma.
    Quiero que coma algo.                              -> Quiero que coma algo.
    Falta una coma.                                    -> Falta una coma.
    Ganó por dos puntos al final.                      -> Ganó por dos puntos al final.
    Una nueva línea de productos.                      -> Una nueva línea de productos.
    Es el último punto.                                -> Es el último punto.
    # mayúsculas, literal, cifras, espacios
    mi amigo mayúscula juan                            -> Mi amigo Juan
    una mayúscula aquí                                 -> Una mayúscula aquí
    la todo mayúsculas otan                            -> La OTAN
    activar mayúsculas el principito desactivar mayúsculas es bueno  -> El Principito es bueno
    escribe literal coma aquí                          -> Escribe coma aquí
    es literal y claro                                 -> Es literal y claro
    página numeral veintiuno                           -> Página 21
    página cifra treinta y dos.                        -> Página 32.
    para sin espacio guas                              -> Paraguas
    # frases enteras
    Uno. | Dos. | Borra eso.                           -> Uno.
    Uno. | Elimina eso. | Dos.                         -> Dos.
    Uno dos. | Borra la última palabra.                -> Uno
    Uno. | Dos. | Deshacer.                            -> Uno.
    Uno. | Dos. | Deshaz eso. | Rehacer.               -> Uno. Dos.
    Uno. | Copiar todo. | ¿Qué puedo decir?            -> Uno.
    Borra eso de la pizarra.                           -> Borra eso de la pizarra.
    Hay que guardar la calma.                          -> Hay que guardar la calma.
"""


@pytest.mark.parametrize(("said", "text"), cases(TABLE))
def test_what_is_written(said: str, text: str) -> None:
    assert drawn(speak(said, "es-ES")) == text
