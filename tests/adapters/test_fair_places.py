"""Places are given to parties in turn, and none is lost."""

import asyncio

import pytest

from app.adapters.fair_places import FairPlaces


class Works:
    """Pieces of work that hold a place each until they are told to end."""

    def __init__(self, places: FairPlaces) -> None:
        self.places = places
        self.order: list[str] = []
        self.ends: list[asyncio.Event] = []

    def begin(self, name: str, seconds: float = 30.0) -> "asyncio.Task[None]":
        """Begin a piece of work that waits for its place."""
        return asyncio.create_task(self._work(name, seconds))

    async def _work(self, name: str, seconds: float) -> None:
        async with self.places.place(name, seconds):
            self.order.append(name)
            self.ends.append(asyncio.Event())
            await self.ends[-1].wait()

    async def settled(self) -> None:
        """Let everything happen that can."""
        for _ in range(5):
            await asyncio.sleep(0)

    async def end(self, place: int) -> None:
        """End a piece of work."""
        self.ends[place].set()
        await self.settled()


@pytest.fixture
def works() -> Works:
    return Works(FairPlaces(2))


async def test_whoever_came_late_is_next_before_whoever_holds_places_already(works: Works) -> None:
    tasks = [works.begin("greedy") for _ in range(6)]
    await works.settled()
    tasks += [works.begin("modest"), works.begin("third")]
    await works.settled()

    for place in range(8):
        await works.end(place)

    assert works.order[:3] == ["greedy", "greedy", "modest"]
    assert "third" in works.order[:5]
    assert sorted(works.order) == ["greedy"] * 6 + ["modest", "third"]
    await asyncio.gather(*tasks)


async def test_parties_that_wait_for_much_take_turns(works: Works) -> None:
    tasks = [works.begin(name) for name in ["a", "a", "a", "a", "b", "b", "b", "b"]]
    await works.settled()

    for place in range(8):
        await works.end(place)

    assert works.order[2:6].count("b") >= 2
    await asyncio.gather(*tasks)


async def test_whoever_waits_no_longer_takes_no_place(works: Works) -> None:
    held = [works.begin("a"), works.begin("a")]
    await works.settled()
    with pytest.raises(TimeoutError):
        await works.begin("b", seconds=0)
    gone = works.begin("c")
    await works.settled()
    gone.cancel()
    last = works.begin("d")
    await works.settled()

    await works.end(0)

    assert works.order == ["a", "a", "d"]
    await works.end(1)
    await works.end(2)
    await asyncio.gather(*held, last)


async def test_a_place_that_came_to_somebody_who_just_left_goes_to_the_next() -> None:
    works = Works(FairPlaces(1))
    async with works.places.place("a", 30):
        left, following = works.begin("b"), works.begin("c")
        await works.settled()
    left.cancel()
    await works.settled()

    assert works.order == ["c"]
    await works.end(0)
    await following
