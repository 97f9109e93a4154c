import Foundation
import Market
import Testing

@testable import Bars

@Suite struct ContainerTests {
    /// Twenty bars from 2023-11-20 10:00 as `timestamp,open,high,low,close,volume`, packed by gzip (once, and cut in
    /// two members), by zip (with 32-bit and with 64-bit places) and by zstd.
    static let bars: BarColumns = {
        var bars = BarColumns()
        for index in 0..<20 {
            bars.append(
                minute: minute("2023-11-20", "10:00") + Int32(index),
                open: 100,
                high: 101,
                low: 99,
                close: (1990 + Double(index)) / 20,
                volume: Double(5 + index)
            )
        }
        return bars
    }()

    static let gzip = """
        H4sIAAAAAAACA23RQQrCMBSE4b2n8ACjZF6StvE2IkWF1gqten2jy8mDBBL4mM2/3edx3c7zE8tzfOB2v94wLR9cpmUd8V6m1zzu\
        LFg8kAcLe4ZT+B3wf4lS6jlmZFV0VEanzFrWoVcVHZUxKEst61FUZUfl+lHXtW4Aqax3WJ0zdUPrChiVFYfVuSSOWuH/1Apkq46h\
        zmkHmgMJaglGz9VBbcHkQAO1BrPnMkxzsHNghGkP9p6rgxqEgwMTTIuweK4Opt0X0ZXMPz4DAAA=
        """
    static let twoMembers = """
        H4sIAAAAAAACA23KSQqAMBBE0b2n8AClpKMdjbcRCSokRnC6vsOyDfxaFLx9Dm7b+7Airm7BNI8TfLww+Lg5nNEfwWVa6aogKrTK\
        SXXqDfSNYO1TyWCpKKEYRjL9ZwaNVFVCMVrJ6j9rYKXihOLnSGeEuwEBkfSOLAEAAB+LCAAAAAAAAgNt0cENwzAMQ9F7pugAjCHK\
        dmxl/8Gq5lZGgAX48PAvjGgb5OHm/SRPtw/ttnWbgc8REfnanqCr228XYFcWBcvcEPejf+75TlV8q2aZuxR6AQkudb1yGdwKRwEd\
        DHWzchNuCq8CdrjuwVW5DOog3AUccF2EUbkMjuML/VyQdxICAAA=
        """
    static let zip = """
        UEsDBBQAAAAIAAAAIQDRlcw/xQAAAD4DAAAGAAAATlEuY3N2bdFbCsIwFIThd1fhAsaSOW3axt2IFC20VvC2fU/yOA0kkMDHvPzv\
        eZ1e78v6xPacHrjPtzuW7Yfrsr0mfLfls04HC9aeyJOFI8M55AOWS6Tkp4mIqlhREb0y27Meg6q2oiJGZd2eDUiqYkVF/6jr924E\
        qWyoMJ8zdePeJbBVlirM5zpx1ArlqRWoFfzZBJ/TDtQOGRLUEtQSxfmgtqC2yNBArUGtUVyEaQ5qjgxbmPag9ijOBzUINUiGHUyL\
        UIsU54Pd4Q9QSwECFAMUAAAACAAAACEA0ZXMP8UAAAA+AwAABgAAAAAAAAAAAAAAgAEAAAAATlEuY3N2UEsFBgAAAAABAAEANAAA\
        AOkAAAAAAA==
        """
    static let zip64 = """
        UEsDBC0AAAAIAAAAIQDRlcw///////////8GABQATlEuY3N2AQAQAD4DAAAAAAAAvAAAAAAAAABt0UEKwjAUhOG9p/AAo2Rekrbx\
        NiJFhdYKrXp9o8vJgwQS+JjNv93ncd3O8xPLc3zgdr/eMC0fXKZlHfFeptc87ixYPJAHC3uGU/gd8H+JUuo5ZmRVdFRGp8xa1qFX\
        FR2VMShLLetRVGVH5fpR17VuAKmsd1idM3VD6woYlRWH1bkkjlrh/9QKZKuOoc5pB5oDCWoJRs/VQW3B5EADtQaz5zJMc7BzYIRp\
        D/aeq4MahIMDE0yLsHiuDqbdF1BLAQItAC0AAAAIAAAAIQDRlcw///////////8GABwAAAAAAAAAAAAAAP////9OUS5jc3YBABgA\
        PgMAAAAAAAC8AAAAAAAAAAAAAAAAAAAAUEsGBiwAAAAAAAAALQAtAAAAAAAAAAAAAQAAAAAAAAABAAAAAAAAAFAAAAAAAAAA9AAA\
        AAAAAABQSwYHAAAAAEQBAAAAAAAAAQAAAFBLBQYAAAAA////////////////AAA=
        """
    static let zstandard = """
        KLUv/QRobQUAwgkbFoBtDgCQ1MjGZ0Jem4hQEiJL3CBkcUMAyx6uLHuZvXN2NZV9HrrJnnsv5zqbezX4ysw9XC586d7ZfU25P6xj\
        r1+uLVvv9wOEtasI5UClYAsrVQJxiZRGanwaxejUKEWOBCkTnabOUkBPXBIoKqgxdORgrv8b8JgUDjEMRHgJF6Q+Zt956R/+5JBP\
        l2NmaackvQmE0GsBXeJntQLntYj/Vm1NDoJ/LiCDrwZZvsVo
        """

    @Test(arguments: [
        ("NQ.csv.gz", gzip), ("NQ.zip", zip), ("NQ64.zip", zip64), ("NQ.csv.zst", zstandard), ("joined.gz", twoMembers),
    ])
    func `packed files are read by what they are`(_ name: String, _ base64: String) async throws {
        let folder = try TestFolder()
        let data = try #require(Data(base64Encoded: base64))
        // A name says nothing: the bytes do.
        for name in [name, "NQ.csv"] {
            try await folder.load(try folder.file(name, data))
            #expect(try await folder.loaded() == Self.bars)
        }
    }

    @Test(arguments: [("NQ.csv.gz", gzip), ("NQ.zip", zip), ("NQ.csv.zst", zstandard)])
    func `a packed file that is cut or damaged is an error, never half an import`(
        _ name: String,
        _ base64: String
    ) async throws {
        let folder = try TestFolder()
        let data = try #require(Data(base64Encoded: base64))
        for length in stride(from: 1, to: data.count, by: 7) {
            let path = try folder.file(name, data.prefix(length))
            await #expect(throws: ImportError.self) { _ = try await folder.load(path) }
        }
        for place in stride(from: 4, to: data.count, by: 5) {
            var damaged = data
            damaged[place] ^= 0xff
            // Some bytes carry nothing (a time, a flag); none may crash.
            _ = try? await folder.load(try folder.file(name, damaged)) { $0.dryRun = true }
        }
        #expect(try folder.directory.symbols().isEmpty)
    }

    @Test func `UTF-16 text, as Windows programs write it, is read`() async throws {
        let folder = try TestFolder()
        let text = VendorFile.metatrader5.text(sampleBars())
        for (mark, encoding) in [([0xff, 0xfe], String.Encoding.utf16LittleEndian), ([0xfe, 0xff], .utf16BigEndian)] {
            let data = Data(mark.map(UInt8.init)) + (try #require(text.data(using: encoding)))
            try await folder.load(try folder.file("NQ.csv", data))
            #expect(try await folder.loaded() == sampleBars())
        }
    }

    @Test func `bytes at random never crash the reader`() async throws {
        let folder = try TestFolder()
        let good = Array(VendorFile.ours.text(sampleBars(count: 30)).utf8)
        var state: UInt32 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 8) % bound
        }
        for round in 0..<60 {
            var bytes = round % 3 == 0 ? (0..<500).map { _ in UInt8(next(256)) } : good
            for _ in 0..<(round % 3 == 1 ? 5 : 40) {
                bytes[next(bytes.count)] = UInt8(round % 2 == 0 ? next(256) : 0x30 + next(10))
            }
            let path = try folder.file("NQ.csv", Data(bytes))
            do {
                let report = try await folder.load(path) { $0.dryRun = true }
                #expect(report.files[0].rows.reconciles)
            } catch is ImportError {}
        }
    }
}
