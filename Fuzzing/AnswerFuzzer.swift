/// What the host answers, read into Lua's values and written again by the script process's own codec.
///
/// The first byte chooses: one value, or a count and values. What C has read, Swift reads too, but for
/// text that is none; what C has written, Swift reads, and writes as the same bytes.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzAnswers(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let bytes, count > 0 else { return 0 }
    let isList = bytes[0] & 1 == 1
    let input = Array(UnsafeBufferPointer(start: bytes + 1, count: count - 1))
    let trip = read_and_write(input, input.count, isList)
    if trip.is_read { checkReading(input, isList) }
    guard trip.count > 0 else { return 0 }

    let written = Array(UnsafeBufferPointer(start: trip.bytes, count: trip.count))
    let again = rewrite(written, isList)
    // A handle's kind and id are text to Swift and bytes to C.
    check(again == .success(written) || again == .failure(.badText), "C and Swift differ")
    let second = read_and_write(written, written.count, isList)
    check(second.is_read && second.count == written.count, "C does not read what it wrote")
    return 0
}

private func checkReading(_ input: [UInt8], _ isList: Bool) {
    switch read(input, isList) {
    case .success, .failure(.badText): break
    case .failure(let failure): fatalError("C reads what Swift does not: \(failure)")
    }
}

private func read(_ input: [UInt8], _ isList: Bool) -> Result<[WireValue], WireFailure> {
    var decoder = WireDecoder(input)
    return Result { () throws(WireFailure) in
        isList ? try decoder.values() : [try decoder.value()]
    }
}

private func rewrite(_ written: [UInt8], _ isList: Bool) -> Result<[UInt8], WireFailure> {
    read(written, isList).map { values in
        var encoder = WireEncoder()
        if isList { encoder.values(values) } else { encoder.value(values[0]) }
        return encoder.bytes
    }
}

private func check(_ holds: Bool, _ what: StaticString) {
    if !holds { fatalError("\(what)") }
}
