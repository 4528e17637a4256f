"""What is said in English, and what is written. See `speaking` for the signs."""

import pytest

from speechdesk.domain.spoken.layer import SpokenOptions
from tests.domain.spoken.speaking import cases, drawn, speak

TEXT = """
    # nothing is commanded: the service's words stay as they are
    Hello world.                                       -> Hello world.
    Hello world. | How are you?                        -> Hello world. How are you?
    It costs $5.30, doesn't it?                        -> It costs $5.30, doesn't it?
    He is approx. five feet tall.                      -> He is approx. five feet tall.
    This is e.g. an iPhone.                            -> This is e.g. an iPhone.
    Well - sort of.                                    -> Well - sort of.
    We met in Paris. | And then we left.               -> We met in Paris. And then we left.
    We met in Paris, | And then we left.               -> We met in Paris, and then we left.
    We met in Paris | And then we left.                -> We met in Paris and then we left.
    We met in Paris, | Anna and I.                     -> We met in Paris, Anna and I.
    hello                                              -> Hello
    hello. | world                                     -> Hello. World
    Yes. |  | No.                                      -> Yes. No.
    Wait... | What?                                    -> Wait... What?
"""

LAYOUT = """
    hello new line world                               -> Hello↵world
    Hello, new line, world.                            -> Hello↵world.
    Hello. New line. World.                            -> Hello.↵World.
    Hello. | New line. | World.                        -> Hello.↵World.
    Hello. | New line. World.                          -> Hello.↵World.
    Hello new line | world.                            -> Hello↵world.
    Hello. | Next line. | World.                       -> Hello.↵World.
    hello new paragraph world                          -> Hello¶World
    Hello. New paragraph. World.                       -> Hello.¶World.
    Hello. | New paragraph. | World.                   -> Hello.¶World.
    Hello, new paragraph, world.                       -> Hello¶World.
    Hello. | Next paragraph. World.                    -> Hello.¶World.
    Hello. | New line. | New line. | World.            -> Hello.↵↵World.
    Hello new line new line world                      -> Hello↵↵world
    Name tab key age                                   -> Name→age
    Name press tab age                                 -> Name→age
    Dear tenants comma new line hello.                 -> Dear tenants,↵hello.
    Dear Anna, comma new paragraph I am well period    -> Dear Anna,¶I am well.
    new line hello                                     -> ↵hello
    NEW LINE hello                                     -> ↵hello
    Buy milk. | New-line. | Buy eggs.                  -> Buy milk.↵Buy eggs.
    open quote new line close quote                    -> “↵”
    # they are words here
    A new line of business opened.                     -> A new line of business opened.
    We started new line of business.                   -> We started new line of business.
    The new line is ready.                             -> The new line is ready.
    Every new paragraph needs a subject.               -> Every new paragraph needs a subject.
    My new paragraph is long.                          -> My new paragraph is long.
    Something new. Line up here.                       -> Something new. Line up here.
    He opened a new tab.                               -> He opened a new tab.
    Put it on my tab.                                  -> Put it on my tab.
    This tab is open.                                  -> This tab is open.
"""

MARKS = """
    hello world period                                 -> Hello world.
    hello world full stop                              -> Hello world.
    hello comma world                                  -> Hello, world
    are you there question mark                        -> Are you there?
    stop exclamation mark                              -> Stop!
    stop exclamation point                             -> Stop!
    two things colon milk and eggs                     -> Two things: milk and eggs
    it rained semicolon we stayed                      -> It rained; we stayed
    it rained semi colon we stayed                     -> It rained; we stayed
    it rained semi-colon we stayed                     -> It rained; we stayed
    hello period how are you question mark             -> Hello. How are you?
    a well hyphen known man                            -> A well-known man
    this dash and only this dash matters               -> This – and only this – matters
    this em dash and only this em dash matters         -> This — and only this — matters
    and slash or                                       -> And/or
    and forward slash or                               -> And/or
    anna at sign example period com                    -> Anna@example. Com
    snake underscore case                              -> Snake_case
    fifty percent sign                                 -> Fifty%
    Johnson ampersand Johnson                          -> Johnson & Johnson
    issue hash sign five                               -> Issue #five
    and so on ellipsis                                 -> And so on…
    and so on dot dot dot                              -> And so on…
    and so on, dot, dot, dot.                          -> And so on…
    wait dot dot dot what                              -> Wait… what
    wait exclamation mark exclamation mark             -> Wait!!
    what question mark exclamation mark                -> What?!
    he said open quote yes close quote                 -> He said “yes”
    he said colon open quote yes close quote           -> He said: “yes”
    open quote yes period close quote he said          -> “Yes.” he said
    the dog open parenthesis a terrier close parenthesis barked  -> The dog (a terrier) barked
    the dog open bracket a terrier close bracket barked          -> The dog (a terrier) barked
    the dog open paren a terrier close paren period    -> The dog (a terrier).
    see open square bracket one close square bracket   -> See [one]
    open parenthesis | hello | close parenthesis       -> (Hello)
    he said open quote | yes | close quote             -> He said “yes”
"""

SERVICE_MARKS = """
    # what the service set in the same place never doubles
    Hello, comma, world.                               -> Hello, world.
    Hello world. Period.                               -> Hello world.
    Hello world, period.                               -> Hello world.
    Are you there? Question mark.                      -> Are you there?
    Are you there question mark?                       -> Are you there?
    Are you there, question mark.                      -> Are you there?
    Are you there question mark. Yes.                  -> Are you there? Yes.
    Hello. Comma world.                                -> Hello, world.
    Hello. Comma And then we left.                     -> Hello, and then we left.
    Stop. Exclamation mark. Now.                       -> Stop! Now.
    Two things. Colon. Milk.                           -> Two things: Milk.
    The dog, open parenthesis, a terrier, close parenthesis, barked.  -> The dog (a terrier) barked.
    He wrote open parenthesis yes close parenthesis.   -> He wrote (yes).
    He said, open quote yes close quote.               -> He said, “yes”.
    Is it open quote new close quote?                  -> Is it “new”?
    This, dash, and only this, dash, matters.          -> This – and only this – matters.
    And. Slash or.                                     -> And/or.
    And so on... Ellipsis.                             -> And so on…
    Wait... Period.                                    -> Wait.
    Hello , comma world                                -> Hello, world
    # a mark after a pause joins the word before
    Hello there. | Period.                             -> Hello there.
    Hello there. | Question mark.                      -> Hello there?
    Hello there | Period. | How are you                -> Hello there. How are you
    Hello there. | Comma. | Anna.                      -> Hello there, Anna.
    Hello there. | Comma. | And goodbye.               -> Hello there, and goodbye.
    Hello there. | Comma my friend.                    -> Hello there, my friend.
    Hello there. | Exclamation mark.                   -> Hello there!
    Hello there. | Dot dot dot.                        -> Hello there…
    Hello there? | Question mark.                      -> Hello there?
    Hello. | Dash. | World.                            -> Hello. – World.
    Hello. | Hyphen. | World.                          -> Hello-World.
    and | slash | or                                   -> And/or
    Well | hyphen | known                              -> Well-known
    Period.                                            -> .
    Hello. | New paragraph. | Period.                  -> Hello.¶.
"""

WORDS_OR_MARKS = """
    A period of time.                                  -> A period of time.
    It was a period of time we liked.                  -> It was a period of time we liked.
    The comma is missing.                              -> The comma is missing.
    Put a comma here.                                  -> Put a comma here.
    Your question mark is wrong.                       -> Your question mark is wrong.
    Every colon counts.                                -> Every colon counts.
    Difficult period of my life.                       -> Difficult period of my life.
    In that period we were happy.                      -> In that period we were happy.
    During this period nothing happened.               -> During this period nothing happened.
    We waited for a long period.                       -> We waited for a long period.
    This long period was hard.                         -> This long period was hard.
    The trial period ends today.                       -> The trial period ends today.
    He has colon cancer.                               -> He has colon cancer.
    It is a period drama.                              -> It is a period drama.
    Export comma separated values.                     -> Export comma separated values.
    A dash of salt.                                    -> A dash of salt.
    Put the slash first.                               -> Put the slash first.
    Periods and commas.                                -> Periods and commas.
    # and marks here
    I like that period                                 -> I like that.
    I like that, period.                               -> I like that.
    I like that comma but not this                     -> I like that, but not this
    Give it to her period                              -> Give it to her.
    Not this one period we go on                       -> Not this one period we go on
    He left period of course we stayed                 -> He left. Of course we stayed
    I saw it comma is it yours question mark           -> I saw it, is it yours?
    It was long period                                 -> It was long.
    He is done period in the morning we left           -> He is done. In the morning we left
"""

CAPITALS = """
    my friend cap john                                 -> My friend John
    my friend Cap. John left.                          -> My friend Cap. John left.
    my friend, cap, john left                          -> My friend, John left
    the all caps nato summit                           -> The NATO summit
    no caps Hello world                                -> hello world
    I met no caps Anna.                                -> I met anna.
    caps on the great gatsby caps off is a book        -> The Great Gatsby is a book
    caps on the great | gatsby caps off | it is a book -> The Great Gatsby it is a book
    Caps on. | the great gatsby. | Caps off. | it is.  -> The Great Gatsby. It is.
    I read caps on war and peace caps off.             -> I read War And Peace.
    He wore a cap.                                     -> He wore a cap.
    She gave him this cap and left.                    -> She gave him this cap and left.
    A cap on spending.                                 -> A cap on spending.
    Put on your cap                                    -> Put on your cap
    new line cap hello                                 -> ↵Hello
    hello period new line world                        -> Hello.↵world
    yes exclamation mark and no                        -> Yes! And no
    hello open parenthesis Now we see close parenthesis          -> Hello (Now we see)
    He asked open quote | And you? | close quote       -> He asked “and you?”
"""

PREFIXES = """
    literal comma                                      -> Comma
    put a literal comma here                           -> Put a comma here
    write literal comma here                           -> Write comma here
    write literal new line here                        -> Write new line here
    Literal new paragraph.                             -> New paragraph.
    literal scratch that                               -> Scratch that
    literal literal                                    -> Literal
    The translation is literal.                        -> The translation is literal.
    It is literal translation.                         -> It is literal translation.
    literal dot dot dot question mark                  -> Dot dot dot?
    numeral five                                       -> 5
    page numeral twenty one                            -> Page 21
    page numeral twenty-one.                           -> Page 21.
    page numeral 7 comma please                        -> Page 7, please
    page numeral ninety nine question mark             -> Page 99?
    A numeral is a sign.                               -> A numeral is a sign.
    numeral comma                                      -> Numeral,
    foot no space ball                                 -> Football
    foot, no space, ball                               -> Foot,ball
    foot | no space ball                               -> Football
    There is no space left.                            -> There is no space left.
    There is no space for us.                          -> There is no space for us.
    There is no space                                  -> There is no space
"""

PHRASES = """
    Hello world. | Scratch that.                       ->
    Hello world. | How are you? | Scratch that.        -> Hello world.
    One. | Two. | Three. | Scratch that. | Delete that. -> One.
    One. | Scratch that. | Strike that. | Two.         -> Two.
    One. | New paragraph. | Scratch that. | Two.       -> One. Two.
    One. | Two. | scratch that | Three.                -> One. Three.
    Scratch that.                                      ->
    Hello world. | Delete last word.                   -> Hello
    Hello world. | Delete the last word. | Scratch word. ->
    One. | Two. | Delete last word. | Three.           -> One. Three.
    Hello world. | New paragraph. | Delete last word.  -> Hello
    One. | Two. | Undo that.                           -> One.
    One. | Two. | Undo that. | Redo that.              -> One. Two.
    One. | Two. | Undo. | Undo. | Redo.                -> One.
    One. | Two. | Undo that. | Three. | Redo that.     -> One. Three.
    One. | Scratch that. | Undo that.                  -> One.
    Undo that. | One.                                  -> One.
    One. | Stop dictation.                             -> One.
    One. | Pause dictation. | Two.                     -> One. Two.
    One. | Copy all. | Save. | What can I say? | Two.  -> One. Two.
    One. | Scratch, that.                              ->
    # only when nothing else was said
    Scratch that itch, please.                         -> Scratch that itch, please.
    One. | Please scratch that.                        -> One. Please scratch that.
    One. | Scratch that and go on.                     -> One. Scratch that and go on.
    One. | Scratch that. Two.                          -> One. Scratch that. Two.
    You can undo that later.                           -> You can undo that later.
    Save the whales.                                   -> Save the whales.
    Copy all of them.                                  -> Copy all of them.
    We must stop dictation here.                       -> We must stop dictation here.
    Do tell me what can I say.                         -> Do tell me what can I say.
"""

BOTH = (TEXT, LAYOUT, MARKS, SERVICE_MARKS, WORDS_OR_MARKS, CAPITALS, PREFIXES, PHRASES)

COMMANDS_ONLY = """
    hello comma world period                           -> Hello comma world period
    Hello. | Question mark.                            -> Hello. Question mark.
    hello new line world                               -> Hello↵world
    write literal new line here                        -> Write new line here
    One. | Scratch that.                               ->
"""

MARKS_ONLY = """
    hello comma world period                           -> Hello, world.
    hello new line world                               -> Hello new line world
    One. | Scratch that.                               -> One. Scratch that.
    write literal comma here                           -> Write comma here
    my friend cap john                                 -> My friend cap john
"""

NEITHER = """
    hello comma new line world                         -> hello comma new line world
    One. | Scratch that.                               -> One. Scratch that.
"""


@pytest.mark.parametrize(("said", "text"), [case for table in BOTH for case in cases(table)])
def test_what_is_written(said: str, text: str) -> None:
    assert drawn(speak(said, "en-US")) == text


@pytest.mark.parametrize(("said", "text"), cases(COMMANDS_ONLY))
def test_without_spoken_marks(said: str, text: str) -> None:
    assert drawn(speak(said, "en-GB", SpokenOptions(marks=False))) == text


@pytest.mark.parametrize(("said", "text"), cases(MARKS_ONLY))
def test_without_commands(said: str, text: str) -> None:
    assert drawn(speak(said, "en-GB", SpokenOptions(commands=False))) == text


@pytest.mark.parametrize(("said", "text"), cases(NEITHER))
def test_without_either(said: str, text: str) -> None:
    assert drawn(speak(said, "en-GB", SpokenOptions(commands=False, marks=False))) == text
