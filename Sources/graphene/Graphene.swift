import ArgumentParser
@main struct Graphene: ParsableCommand {}
